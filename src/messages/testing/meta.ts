/** @file Messenger and Instagram conversations. */
import type { TrueMessage } from "#messages/fixtures/whatsapp-variants";
import { asciiJson, epochOf, numbersOf, type FormatVariant } from "./variant.ts";
import { makeZip } from "./zip.ts";

type Spelling = (text: string) => string;

/** Every byte of the UTF-8 text as a character: how Meta writes it. */
const mojibake: Spelling = (text) =>
  Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join("");
const clean: Spelling = (text) => text;

/** Newest first. */
function makeFile(truth: readonly TrueMessage[], all: readonly TrueMessage[], spell: Spelling): string {
  return asciiJson({
    participants: [...numbersOf(all).keys()].map((name) => ({ name: spell(name) })),
    messages: truth.toReversed().map(({ sender, local, text }) => ({
      sender_name: spell(sender),
      timestamp_ms: epochOf(local) + 7,
      content: spell(text),
      is_geoblocked_for_viewer: false,
    })),
    title: spell("Ötzi am See"),
    is_still_participant: true,
    thread_path: "inbox/laketrip_123",
    magic_words: [],
  });
}

function makeEncrypted(truth: readonly TrueMessage[]): string {
  return JSON.stringify({
    participants: [...numbersOf(truth).keys()],
    threadName: "Lake_5",
    messages: truth.toReversed().map(({ sender, local, text }) => ({
      isUnsent: false,
      media: [],
      reactions: [],
      senderName: sender,
      text,
      timestamp: epochOf(local),
      type: "text",
    })),
  });
}

const FOLDER = "your_facebook_activity/messages/inbox/laketrip_123";

/** Files of four messages; 1 holds the newest. */
function makeFolder(truth: readonly TrueMessage[], spell: Spelling): Record<string, string> {
  const files: Record<string, string> = { [`${FOLDER}/photos/1.jpg`]: "x" };
  for (let end = truth.length, number = 1; end > 0; end -= 4, number++)
    files[`${FOLDER}/message_${number}.json`] = makeFile(
      truth.slice(Math.max(0, end - 4), end),
      truth,
      spell,
    );
  return files;
}

export const META_VARIANTS: readonly FormatVariant[] = [
  ...(
    [
      ["mojibake", mojibake],
      ["clean", clean],
    ] as const
  ).flatMap(([name, spell]): FormatVariant[] => [
    {
      name: `meta ${name} zip`,
      source: "meta",
      fileName: "facebook-ana.zip",
      write: (truth) => makeZip(makeFolder(truth, spell)),
    },
    {
      name: `meta ${name} file`,
      source: "meta",
      fileName: "message_1.json",
      write: (truth) => new Blob([makeFile(truth, truth, spell)]),
    },
  ]),
  {
    name: "meta encrypted chat",
    source: "meta",
    fileName: "Lake_5.json",
    write: (truth) => new Blob([makeEncrypted(truth)]),
  },
];
