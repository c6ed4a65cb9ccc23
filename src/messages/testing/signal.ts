/** @file Signal Desktop's export and those of signal-export. */
import type { TrueMessage } from "#messages/fixtures/whatsapp-variants";
import { epochOf, numbersOf, type FormatVariant } from "./variant.ts";
import { makeZip } from "./zip.ts";

/** Stands where the export has secrets; must never be seen again. */
export const SIGNAL_CANARY = "canary-7f3a-secret";

const SELF = "Ana Ruiz";

function lines(values: readonly unknown[]): string {
  return `${values.map((value) => JSON.stringify(value)).join("\n")}\n`;
}

function makeDesktop(truth: readonly TrueMessage[], asNumber: boolean): string {
  const id = (value: number): string | number => (asNumber ? value : String(value));
  const numbers = numbersOf(truth);
  const recipients = [...numbers].map(([sender, number]) => ({
    recipient:
      sender === SELF
        ? { id: id(number), self: { avatarColor: "A100" } }
        : {
            id: id(number),
            contact: {
              profileGivenName: sender,
              e164: id(491_510_000_000 + number),
              profileKey: SIGNAL_CANARY,
              identityKey: SIGNAL_CANARY,
            },
          },
  }));
  return lines([
    { version: "1", backupTimeMs: "1795511700123", mediaRootBackupKey: SIGNAL_CANARY },
    {
      account: {
        profileKey: SIGNAL_CANARY,
        svrPin: SIGNAL_CANARY,
        donationSubscriberData: { subscriberId: SIGNAL_CANARY },
      },
    },
    ...recipients,
    {
      recipient: {
        id: id(100),
        group: {
          masterKey: SIGNAL_CANARY,
          snapshot: { title: { title: "Lake" }, inviteLinkPassword: SIGNAL_CANARY },
        },
      },
    },
    { chat: { id: id(9), recipientId: id(100) } },
    ...truth.map(({ sender, local, text }, at) => ({
      chatItem: {
        chatId: id(9),
        authorId: id(numbers.get(sender)!),
        dateSent: id(epochOf(local) + at),
        ...(sender === SELF ? { outgoing: {} } : { incoming: {} }),
        standardMessage: { text: { body: text } },
      },
    })),
  ]);
}

function makeJsonLines(truth: readonly TrueMessage[]): string {
  return lines(
    truth.map(({ sender, local, text }) => ({
      date: local,
      sender: sender === SELF ? "Me" : sender,
      body: text,
      quote: "",
      sticker: "",
      reactions: [],
      attachments: [],
    })),
  );
}

function makeMarkdown(truth: readonly TrueMessage[], stamp: (local: string) => string): string {
  return truth
    .map(({ sender, local, text }) => `[${stamp(local)}] ${sender === SELF ? "Me" : sender}: ${text}\n`)
    .join("");
}

function variant(
  name: string,
  fileName: string,
  write: FormatVariant["write"],
  minutesOnly = false,
): FormatVariant {
  return {
    name: `signal ${name}`,
    source: "signal",
    fileName,
    write,
    self: SELF,
    callsSelfMe: true,
    minutesOnly,
  };
}

const inSeconds = (local: string): string => local.replace("T", " ");
const inMinutes = (local: string): string => local.replace("T", ", ").slice(0, -3);

export const SIGNAL_VARIANTS: readonly FormatVariant[] = [
  variant("desktop zip", "signal-backup.zip", (truth) =>
    makeZip({
      "signal-backup-1/main.jsonl": makeDesktop(truth, false),
      "signal-backup-1/metadata.json": '{"version":1}',
      "signal-backup-1/files/ab/abc": "x",
    }),
  ),
  variant("desktop file", "main.jsonl", (truth) => new Blob([makeDesktop(truth, true)])),
  variant("sigexport data", "Lake.json", (truth) => new Blob([makeJsonLines(truth)])),
  variant("sigexport text", "Lake.md", (truth) => new Blob([makeMarkdown(truth, inSeconds)])),
  variant("sigexport old text", "Lake.md", (truth) => new Blob([makeMarkdown(truth, inMinutes)]), true),
  variant(
    "sigexport text CRLF",
    "Lake.txt",
    (truth) => new Blob(["\ufeff", makeMarkdown(truth, inSeconds).replaceAll("\n", "\r\n")]),
  ),
  variant("sigexport zip", "chats.zip", (truth) =>
    makeZip({
      "chats/Lake/chat.md": makeMarkdown(truth.slice(1), inSeconds),
      "chats/Lake/data.json": makeJsonLines(truth),
      "chats/Lake/media/x.jpg": "x",
    }),
  ),
];
