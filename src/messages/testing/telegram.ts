/** @file Telegram Desktop exports, by what export_output_json.cpp writes. */
import type { TrueMessage } from "#messages/fixtures/whatsapp-variants";
import { epochOf, numbersOf, type FormatVariant } from "./variant.ts";

type TextShape = (text: string) => unknown;

function makeChat(truth: readonly TrueMessage[], shape: TextShape, exact: boolean): object {
  const numbers = numbersOf(truth);
  return {
    name: "Lake trip",
    type: "private_group",
    id: 4_100_200_300,
    messages: [
      {
        id: 1,
        type: "service",
        date: truth[0]?.local,
        ...(exact ? { date_unixtime: String(epochOf(truth[0]?.local ?? "2026-11-24T00:00:00") / 1000) } : {}),
        actor: "Ana Ruiz",
        actor_id: "user1",
        action: "create_group",
        title: "Lake trip",
        members: ["Ana Ruiz"],
        text: "",
        text_entities: [],
      },
      ...truth.map(({ sender, local, text }, at) => ({
        id: at + 2,
        type: "message",
        date: local,
        ...(exact ? { date_unixtime: String(epochOf(local) / 1000) } : {}),
        from: sender,
        from_id: `user${numbers.get(sender)}`,
        text: shape(text),
        text_entities: [{ type: "plain", text }],
      })),
      { id: 9999, type: "unsupported" },
    ],
  };
}

const plain: TextShape = (text) => text;
/** As for a text with a link in its middle. */
const pieces: TextShape = (text) => {
  const cut = Math.ceil(text.length / 2);
  return [text.slice(0, cut), { type: "bold", text: text.slice(cut) }, ""];
};

/** The writer's spelling of control characters, in front of every text. */
function withControls(json: string): string {
  return json.replaceAll('"text": "', '"text": "\\x0B');
}

function account(chat: object): object {
  return {
    about: "Here is the data you requested.",
    personal_information: { user_id: 1, first_name: "Ana", phone_number: "+34600000000" },
    contacts: { about: "", list: [{ user_id: 2, first_name: "Jörg" }] },
    chats: { about: "", list: [chat] },
    left_chats: { about: "", list: [] },
  };
}

function variant(
  name: string,
  make: (truth: readonly TrueMessage[]) => string,
  self?: string,
): FormatVariant {
  return {
    name: `telegram ${name}`,
    source: "telegram",
    fileName: "result.json",
    write: (truth) => new Blob([make(truth)]),
    ...(self === undefined ? {} : { self }),
  };
}

const pretty = (value: unknown): string => JSON.stringify(value, null, 1);

export const TELEGRAM_VARIANTS: readonly FormatVariant[] = [
  variant("one chat", (truth) => pretty(makeChat(truth, plain, true))),
  variant("texts in pieces", (truth) => pretty(makeChat(truth, pieces, true))),
  variant("without exact times", (truth) => pretty(makeChat(truth, plain, false))),
  variant("account", (truth) => pretty(account(makeChat(truth, pieces, true))), "Ana Ruiz"),
  variant("control characters", (truth) => withControls(pretty(makeChat(truth, plain, true)))),
  variant("with a byte order mark", (truth) => `\ufeff${JSON.stringify(makeChat(truth, plain, true))}`),
];
