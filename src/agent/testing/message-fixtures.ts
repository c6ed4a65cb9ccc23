/** @file Small invented chats for tests. */

import type { Message, MessageFlag, Person, Thread } from "#messages/message";

/** `[sender, text]`, optionally with flags. Times are one minute apart from `START`. */
export type Line = readonly [sender: string, text: string, flags?: readonly MessageFlag[]];

export interface Chat {
  readonly thread: Thread;
  readonly messages: readonly Message[];
}

export interface ChatSettings {
  readonly kind?: Thread["kind"];
  /** Name of the person who imported. */
  readonly self?: string;
  /** First message, local wall time in Europe/Berlin (winter: UTC+1). */
  readonly start?: string;
  /** People who say nothing. */
  readonly silent?: readonly string[];
}

/** Tuesday, the reference A of the date tests. */
const START = "2026-11-24T10:15:00";
export const ZONE = "Europe/Berlin";
const WINTER_OFFSET = "+01:00";

/** Message ids are `m_1`, `m_2`, ...; person ids are `p_` and the name in lower case. */
export function makeChat(lines: readonly Line[], settings: ChatSettings = {}): Chat {
  const names = [...new Set([...lines.map(([sender]) => sender), ...(settings.silent ?? [])])];
  const people = names.map((name): Person => ({ id: personId(name), name, isSelf: name === settings.self }));
  const startMs = Date.parse(`${settings.start ?? START}${WINTER_OFFSET}`);
  const messages = lines.map((line, index) => makeMessage(line, index, startMs + index * 60_000));
  const thread: Thread = {
    id: "t_1",
    source: "whatsapp",
    title: "Sample chat",
    people,
    kind: settings.kind ?? "group",
    zone: ZONE,
    first: messages[0]?.time?.local ?? null,
    last: messages.at(-1)?.time?.local ?? null,
    count: messages.length,
    batchIds: ["i_1"],
  };
  return { thread, messages };
}

export const personId = (name: string): string => `p_${name.toLowerCase().replaceAll(" ", "-")}`;

function makeMessage([sender, text, flags = []]: Line, index: number, epochMs: number): Message {
  return {
    id: `m_${index + 1}`,
    threadId: "t_1",
    seq: index,
    senderId: personId(sender),
    time: { epochMs, local: localTime(epochMs), zone: ZONE, zoneFrom: "user", precision: "s" },
    kind: "text",
    text,
    attachments: [],
    flags,
    batchId: "i_1",
  };
}

const localTime = (epochMs: number): string => new Date(epochMs + 3_600_000).toISOString().slice(0, 19);
