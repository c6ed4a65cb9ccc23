/** @file Discord channels, by what JsonMessageWriter.cs of DiscordChatExporter writes. */
import type { TrueMessage } from "#messages/fixtures/whatsapp-variants";
import { epochOf, numbersOf, type FormatVariant } from "./variant.ts";

/** An id made at an instant. */
export function snowflake(epochMs: number, sequence: number): string {
  return ((BigInt(epochMs - 1_420_070_400_000) << 22n) | BigInt(sequence)).toString();
}

type Clock = (local: string) => string;

function makeChannel(truth: readonly TrueMessage[], clock: Clock, reversed: boolean): object {
  const numbers = numbersOf(truth);
  const messages = truth.map((message, at) => makeMessage(message, at, numbers, clock));
  return {
    guild: { id: "900000000000000001", name: "Friends", iconUrl: "https://cdn.example.test/x.png" },
    channel: { id: "900000000000000002", type: "GuildTextChat", category: "Text", name: "lake", topic: null },
    dateRange: { after: null, before: null },
    exportedAt: "2026-11-28T08:00:00+01:00",
    messages: reversed ? messages.toReversed() : messages,
    messageCount: truth.length,
  };
}

function makeMessage(
  { sender, local, text }: TrueMessage,
  at: number,
  numbers: ReadonlyMap<string, number>,
  clock: Clock,
): object {
  return {
    id: snowflake(epochOf(local), at),
    type: at % 2 ? "Reply" : "Default",
    timestamp: clock(local),
    timestampEdited: null,
    callEndedTimestamp: null,
    isPinned: false,
    content: text,
    author: {
      id: `80000000000000000${numbers.get(sender)}`,
      name: `user${numbers.get(sender)}`,
      discriminator: "0000",
      nickname: sender,
      isBot: false,
      roles: [],
    },
    attachments: [],
    embeds: [],
    stickers: [],
    reactions: [],
    mentions: [],
  };
}

function variant(name: string, clock: Clock, reversed = false): FormatVariant {
  return {
    name: `discord ${name}`,
    source: "discord",
    fileName: "Friends - lake.json",
    write: (truth) => new Blob([JSON.stringify(makeChannel(truth, clock, reversed), null, 2)]),
  };
}

export const DISCORD_VARIANTS: readonly FormatVariant[] = [
  variant("local time", (local) => `${local}.123+01:00`),
  variant("UTC", (local) => new Date(epochOf(local)).toISOString().replace("Z", "0000+00:00")),
  variant("newest first", (local) => `${local}+01:00`, true),
];
