/** @file One message of Messenger or Instagram, in the old form and in that of end-to-end encrypted chats. */
import { checkedInstant, type RawDraft } from "#messages/collect";
import type { RawAttachment } from "#messages/importer";
import { field, numberField, objectField, objectsField, stringField, type JsonObject } from "#messages/json";
import type { MessageKind } from "#messages/message";
import { repairMojibake } from "./mojibake.ts";

const MEDIA: readonly (readonly [string, string])[] = [
  ["photos", "image/jpeg"],
  ["videos", "video/mp4"],
  ["audio_files", "audio/mp4"],
  ["gifs", "image/gif"],
  ["files", "application/octet-stream"],
  ["media", "application/octet-stream"],
];

/** null without a sender or a time. */
export function readMetaMessage(record: JsonObject): RawDraft | null {
  const sender = textField(record, "sender_name") ?? textField(record, "senderName");
  const instantMs = checkedInstant(numberField(record, "timestamp_ms") ?? numberField(record, "timestamp"));
  if (sender === null || instantMs === undefined) return null;
  const attachments = readAttachments(record);
  const text = textOf(record);
  const kind = kindOf(record, text, attachments);
  return {
    instantMs,
    sender: kind === "system" ? null : sender,
    kind,
    text: kind === "call" && text === "" ? callText(record) : text,
    attachments,
    reactions: objectsField(record, "reactions").flatMap((reaction) => {
      const actor = textField(reaction, "actor");
      return actor === null ? [] : [{ emoji: textField(reaction, "reaction") ?? "", by: [actor] }];
    }),
  };
}

export function textField(record: JsonObject | null, key: string): string | null {
  const text = stringField(record, key);
  return text === null ? null : repairMojibake(text);
}

/** What was written, and the address that was shared with it. */
function textOf(record: JsonObject): string {
  const text = textField(record, "content") ?? textField(record, "text") ?? "";
  const share = objectField(record, "share");
  const link = textField(share, "link") ?? "";
  if (link !== "" && !text.includes(link)) return text === "" ? link : `${text}\n${link}`;
  return text !== "" ? text : (textField(share, "share_text") ?? "");
}

function kindOf(record: JsonObject, text: string, attachments: readonly RawAttachment[]): MessageKind {
  if (field(record, "is_unsent") === true || field(record, "isUnsent") === true) return "deleted";
  if (field(record, "call_duration") !== undefined || stringField(record, "type") === "Call") return "call";
  // People who come and go.
  if (/^(?:Uns|S)ubscribe$/.test(stringField(record, "type") ?? "")) return "system";
  return text === "" && attachments.length > 0 ? "media" : "text";
}

function callText(record: JsonObject): string {
  const seconds = numberField(record, "call_duration") ?? 0;
  return seconds > 0 ? `Call, ${seconds} s` : "Missed call";
}

function readAttachments(record: JsonObject): RawAttachment[] {
  const files = MEDIA.flatMap(([key, mime]) => objectsField(record, key).map((file) => fileOf(file, mime)));
  const sticker = objectField(record, "sticker");
  return sticker ? [...files, fileOf(sticker, "image/png")] : files;
}

function fileOf(file: JsonObject, mime: string): RawAttachment {
  const uri = textField(file, "uri") ?? "";
  const name = uri.split(/[?#]/)[0]!.split("/").at(-1) || "file";
  return { name, mime, state: /^https?:/i.test(uri) ? "remote" : "included" };
}
