/**
 * @file Cuts a thread into chunks of rows, so that a list of 50,000 messages draws only what is near the eye.
 * A chunk is the unit that is drawn or replaced by an empty block of its height.
 */
import type { Id, Message } from "#messages/message";
import { dayText } from "./time-text.ts";

/** Messages in a chunk: few enough to draw within a frame, many enough to keep the number of blocks small. */
export const CHUNK_SIZE = 60;

export interface FeedRow {
  readonly message: Message;
  /** Position in the thread, from 0. */
  readonly index: number;
  /** Label of the day that begins with this message, or null. */
  readonly day: string | null;
  /** The sender wrote the message before too, on the same day: the name is not repeated. */
  readonly continues: boolean;
}

export interface FeedChunk {
  readonly rows: readonly FeedRow[];
  /** Pixels, until the drawn chunk has been measured. */
  readonly estimatedHeight: number;
}

const ROW_HEIGHT = 34;
const LINE_HEIGHT = 25;
const CHARACTERS_PER_LINE = 60;

export function feedChunks(messages: readonly Message[]): readonly FeedChunk[] {
  const chunks: FeedChunk[] = [];
  for (let start = 0; start < messages.length; start += CHUNK_SIZE) {
    const rows = messages
      .slice(start, start + CHUNK_SIZE)
      .map((message, offset) => feedRow(message, start + offset, messages[start + offset - 1]));
    chunks.push({ rows, estimatedHeight: rows.reduce((sum, row) => sum + rowHeight(row), 0) });
  }
  return chunks;
}

/** Chunk that holds a message, or -1. */
export function chunkOf(chunks: readonly FeedChunk[], messageId: Id): number {
  return chunks.findIndex(({ rows }) => rows.some((row) => row.message.id === messageId));
}

function feedRow(message: Message, index: number, before: Message | undefined): FeedRow {
  const date = message.time?.local.slice(0, 10) ?? null;
  const newDay = date !== null && date !== (before?.time?.local.slice(0, 10) ?? null);
  const continues =
    !newDay && message.senderId !== null && before?.senderId === message.senderId && before.kind !== "system";
  return { message, index, day: newDay ? dayText(date) : null, continues };
}

function rowHeight({ message, day, continues }: FeedRow): number {
  const lines = Math.max(1, Math.ceil(message.text.length / CHARACTERS_PER_LINE));
  return (day === null ? 0 : 48) + (continues ? 8 : ROW_HEIGHT) + lines * LINE_HEIGHT;
}
