/** @file One block of an imessage-exporter text as a message. */
import type { RawDraft } from "#messages/collect";
import type { RawAttachment } from "#messages/importer";
import type { Block } from "./scan.ts";

export interface ReadMessage {
  readonly draft: RawDraft;
  readonly isNested: boolean;
  /** Says of itself that it answers an earlier message. */
  readonly isReply: boolean;
}

const REPLY = "This message responded to an earlier message.";
const REACTIONS = /^(?:Reactions|Tapbacks):$/;
const REACTION = /^(\S{1,20}) by (.{1,100})$/;
const EMOJI: ReadonlyMap<string, string> = new Map([
  ["Loved", "❤️"],
  ["Liked", "👍"],
  ["Disliked", "👎"],
  ["Laughed", "😂"],
  ["Emphasized", "‼️"],
  ["Questioned", "❓"],
]);
const ATTACHMENT = /^(?:\/Users\/|\/var\/|~\/Library\/|attachments\/|Attachments\/)/;
const FILE_ENDING = /\.[A-Za-z0-9]{2,5}$/;
const MAX_PATH_CHARS = 1000;
const EDITED = /^Edited .{1,60} later: (.*)$/s;
const UNSENT = /^.{1,100} unsent (?:a message|this message(?: part)?)\b.{0,60}$/;
const MAX_QUOTE_CHARS = 500;

/** null without a sender. */
export function readBlock(block: Block): ReadMessage | null {
  const { header, lines, lineNumber } = block;
  const base = { line: lineNumber, local: header.local };
  if (header.announcement !== null) {
    const draft: RawDraft = { ...base, sender: null, kind: "system", text: header.announcement };
    return { draft, isNested: header.isNested, isReply: false };
  }
  const sender = lines.lines[0]?.trim() ?? "";
  if (sender === "") return null;
  const parts = readParts(lines.lines.slice(1));
  const text = parts.text.join("\n").replace(/^\n+/, "").trimEnd();
  const isUnsent = isUnsentSentence(text);
  const draft: RawDraft = {
    ...base,
    sender,
    kind: isUnsent ? "deleted" : text === "" && parts.attachments.length > 0 ? "media" : "text",
    text: isUnsent ? "" : text,
    attachments: parts.attachments,
    reactions: parts.reactions,
    flags: [
      ...(parts.isEdited ? (["edited"] as const) : []),
      ...(lines.isCut ? (["truncated"] as const) : []),
    ],
    quoted: block.parent ? quoteOf(block.parent) : undefined,
  };
  return { draft, isNested: header.isNested, isReply: parts.isReply };
}

/** "Ola unsent a message". */
export function isUnsentSentence(text: string): boolean {
  return UNSENT.test(text);
}

/** By parent: a long message may have many answers. */
const quotes = new WeakMap<Block, string>();

function quoteOf(parent: Block): string {
  let quote = quotes.get(parent);
  if (quote === undefined) {
    quote = readParts(parent.lines.lines.slice(1)).text.join("\n").trim().slice(0, MAX_QUOTE_CHARS);
    quotes.set(parent, quote);
  }
  return quote;
}

interface Parts {
  readonly text: string[];
  readonly attachments: RawAttachment[];
  readonly reactions: { emoji: string; by: string[] }[];
  isReply: boolean;
  isEdited: boolean;
}

function readParts(lines: readonly string[]): Parts {
  const parts: Parts = { text: [], attachments: [], reactions: [], isReply: false, isEdited: false };
  let inReactions = false;
  for (const line of lines) {
    if (REACTIONS.test(line.trim())) inReactions = true;
    else if (inReactions && takeReaction(line.trim(), parts)) continue;
    else if (line.trim() === REPLY) parts.isReply = true;
    else takeText(line, parts);
  }
  return parts;
}

function takeReaction(line: string, { reactions }: Parts): boolean {
  const reaction = readReaction(line);
  if (reaction) reactions.push(reaction);
  return reaction !== null || line === "";
}

/** `Loved by Ola`. */
export function readReaction(line: string): { emoji: string; by: string[] } | null {
  const match = REACTION.exec(line);
  return match ? { emoji: EMOJI.get(match[1]!) ?? match[1]!, by: [match[2]!] } : null;
}

function takeText(line: string, parts: Parts): void {
  const isPath = line.length <= MAX_PATH_CHARS && ATTACHMENT.test(line);
  if (isPath && FILE_ENDING.test(line.slice(-6))) {
    const name = line.split("/").at(-1)!;
    parts.attachments.push({ name, mime: "application/octet-stream", state: "included" });
    return;
  }
  const edited = EDITED.exec(line);
  if (edited) {
    parts.isEdited = true;
    parts.text.splice(0, parts.text.length, edited[1]!);
  } else parts.text.push(line);
}
