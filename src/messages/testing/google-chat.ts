/** @file Google Chat conversations of Takeout. */
import type { TrueMessage } from "#messages/fixtures/whatsapp-variants";
import { epochOf, numbersOf, type FormatVariant } from "./variant.ts";
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

const FOLDER = "Takeout/Google Chat/Groups/Space AAAA";

export const GOOGLE_CHAT_VARIANTS: readonly FormatVariant[] = [
  variant("takeout", "takeout-1.zip", (truth) =>
    makeZip({
      "Takeout/Google Chat/Users/User 1/user_info.json": "{}",
      [`${FOLDER}/group_info.json`]: JSON.stringify({ name: "Lake", members: [] }),
      [`${FOLDER}/messages.json`]: makeMessages(truth, "\u202f"),
    }),
  ),
  variant("file", "messages.json", (truth) => new Blob([makeMessages(truth, " ")])),
];
