/** @file Google Chat conversations of Takeout. */
import type { TrueMessage } from "#messages/fixtures/whatsapp-variants";
import { asciiJson, epochOf, numbersOf, type FormatVariant } from "./variant.ts";
import { makeZip } from "./zip.ts";

const LONG = new Intl.DateTimeFormat("en-US", {
  timeZone: "UTC",
  weekday: "long",
  year: "numeric",
  month: "long",
  day: "numeric",
});

function longDate(local: string, space: string): string {
  const date = new Date(epochOf(local));
  const hour = date.getUTCHours();
  const clock = `${hour % 12 === 0 ? 12 : hour % 12}:${date.toISOString().slice(14, 19)}`;
  return `${LONG.format(date)} at ${clock}${space}${hour < 12 ? "AM" : "PM"} UTC`;
}

function makeMessages(truth: readonly TrueMessage[], space: string): string {
  const numbers = numbersOf(truth);
  const messages = truth.map(({ sender, local, text }, at) => ({
    creator: { name: sender, email: `person${numbers.get(sender)}@example.test`, user_type: "Human" },
    created_date: longDate(local, space),
    text,
    topic_id: `t${at}`,
    message_id: `AAAA/t${at}/t${at}`,
  }));
  return JSON.stringify({ messages }, null, 2);
}

function variant(name: string, fileName: string, write: FormatVariant["write"]): FormatVariant {
  return { name: `google-chat ${name}`, source: "google-chat", fileName, write };
}

/** Line breaks are segments of their own. */
function segments(text: string): object[] {
  return text
    .split(/(\n)/)
    .filter((part) => part !== "")
    .map((part) => (part === "\n" ? { type: "LINE_BREAK", text: part } : { type: "TEXT", text: part }));
}

/** Hangouts: all of an account in one file, in the form of 2014 and in the later one. */
function hangouts(truth: readonly TrueMessage[], form: "conversations" | "conversation_state"): Blob {
  const numbers = numbersOf(truth);
  const id = (sender: string): object => ({
    gaia_id: `10${numbers.get(sender)}`,
    chat_id: `10${numbers.get(sender)}`,
  });
  const participants = [...numbers.keys()].map((sender) => ({ id: id(sender), fallback_name: sender }));
  const self = { self_read_state: { participant_id: id(truth[0]!.sender), latest_read_timestamp: "0" } };
  const description = {
    id: { id: "UgAAA" },
    type: "GROUP",
    name: "Lake",
    self_conversation_state: self,
    participant_data: participants,
  };
  const events = truth.map(({ sender, local, text }, at) => ({
    conversation_id: { id: "UgAAA" },
    sender_id: id(sender),
    timestamp: `${epochOf(local)}${String(100 + at)}`,
    chat_message: { message_content: { segment: segments(text) } },
    event_id: `7-H0Z${at}`,
    event_type: "REGULAR_CHAT_MESSAGE",
  }));
  const one =
    form === "conversations"
      ? { conversation: { conversation_id: { id: "UgAAA" }, conversation: description }, events }
      : {
          conversation_id: { id: "UgAAA" },
          conversation_state: { conversation: description, event: events },
        };
  return new Blob([asciiJson({ [form]: [one] })]);
}

const FOLDER = "Takeout/Google Chat/Groups/Space AAAA";

export const GOOGLE_CHAT_VARIANTS: readonly FormatVariant[] = [
  variant("takeout", "takeout-1.zip", (truth) =>
    makeZip({
      "Takeout/Google Chat/Users/User 1/user_info.json": "{}",
      [`${FOLDER}/group_info.json`]: JSON.stringify({ name: "Lake", members: [] }),
      [`${FOLDER}/messages.json`]: makeMessages(truth, "\u202f"),
    }),
  ),
  ...(["conversations", "conversation_state"] as const).map((form) => ({
    ...variant(`hangouts ${form}`, "Hangouts.json", (truth) => hangouts(truth, form)),
    self: "Ana Ruiz",
  })),
  variant("file", "messages.json", (truth) => new Blob([makeMessages(truth, " ")])),
];
