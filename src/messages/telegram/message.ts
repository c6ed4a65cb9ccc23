/** @file One message of a Telegram export (spec messages-calendar 1.3). */
import { checkedInstant, isoLocal, type RawDraft } from "#messages/collect";
import type { RawAttachment } from "#messages/importer";
import {
  asObject,
  field,
  numberField,
  objectsField,
  scalarField,
  stringField,
  type JsonObject,
} from "#messages/json";

/** Registers who a message names and returns the sender to use. */
type PersonTaker = (id: string, name: string | null) => string;

/** null when the record has no time or no id. */
export function readTelegramMessage(record: JsonObject, takePerson: PersonTaker): RawDraft | null {
  const nativeId = scalarField(record, "id");
  const time = readTime(record, "date");
  if (nativeId === null || time === null) return null;
  const shared = { ...time, nativeId };
  if (field(record, "type") === "service") return { ...shared, ...readService(record, takePerson) };

  const { text, links } = readText(field(record, "text"));
  const attachments = readAttachments(record);
  const editedMs = checkedInstant(secondsField(record, "edited_unixtime"));
  const hasPlace = asObject(field(record, "location_information")) !== null;
  const poll = asObject(field(record, "poll"));
  return {
    ...shared,
    sender: readSender(record, "from", "from_id", takePerson),
    text: poll ? pollText(poll, text) : text,
    kind: poll ? "poll" : hasPlace ? "location" : attachments.length > 0 ? "media" : "text",
    attachments,
    links,
    replyTo: scalarField(record, "reply_to_message_id") ?? undefined,
    forwardedFrom: stringField(record, "forwarded_from") ?? undefined,
    editedMs,
    flags: field(record, "edited") === undefined && editedMs === undefined ? [] : ["edited"],
    reactions: readReactions(record, takePerson),
  };
}

/** The exact time if it is there, else the wall time of the exporting computer. */
function readTime(record: JsonObject, key: string): Pick<RawDraft, "instantMs" | "local"> | null {
  const instantMs = checkedInstant(secondsField(record, `${key}_unixtime`));
  if (instantMs !== undefined) return { instantMs };
  const local = isoLocal(stringField(record, key));
  return local === null ? null : { local };
}

function secondsField(record: JsonObject, key: string): number | null {
  const seconds = numberField(record, key);
  return seconds === null ? null : seconds * 1000;
}

/** A deleted account has an id and no name. */
function readSender(
  record: JsonObject,
  nameKey: string,
  idKey: string,
  takePerson: PersonTaker,
): string | null {
  const name = stringField(record, nameKey);
  const id = scalarField(record, idKey) ?? name;
  return id === null ? null : takePerson(id, name);
}

/** A string, or an array of strings and of objects with a text of their own. */
function readText(value: unknown): Required<Pick<RawDraft, "text" | "links">> {
  const links: { text: string; href: string }[] = [];
  const parts = (Array.isArray(value) ? (value as unknown[]) : [value]).map((part) => {
    if (typeof part === "string") return part;
    const entity = asObject(part);
    const text = stringField(entity, "text") ?? "";
    const href = stringField(entity, "href");
    if (href !== null) links.push({ text, href });
    return text;
  });
  return { text: parts.join(""), links };
}

const NOT_INCLUDED = /^\(File (?:not included|exceeds|unavailable)/;

function readAttachments(record: JsonObject): RawAttachment[] {
  const photo = stringField(record, "photo");
  if (photo !== null) return [fileOf(photo, "photo", "image/jpeg")];
  const file = stringField(record, "file");
  if (file === null) return [];
  const name = stringField(record, "file_name") ?? stringField(record, "media_type") ?? "file";
  return [fileOf(file, name, stringField(record, "mime_type") ?? "application/octet-stream")];
}

function fileOf(path: string, name: string, mime: string): RawAttachment {
  if (NOT_INCLUDED.test(path)) return { name, mime, state: "omitted" };
  return { name: path.split("/").at(-1)!, mime, state: "included" };
}

function pollText(poll: JsonObject, caption: string): string {
  const options = objectsField(poll, "answers").map((answer) => {
    const votes = numberField(answer, "voters");
    return `- ${readText(field(answer, "text")).text}${votes === null ? "" : ` (${votes})`}`;
  });
  return [caption, readText(field(poll, "question")).text, ...options]
    .filter((line) => line !== "")
    .join("\n");
}

function readReactions(record: JsonObject, takePerson: PersonTaker): NonNullable<RawDraft["reactions"]> {
  return objectsField(record, "reactions").map((reaction) => ({
    emoji: stringField(reaction, "emoji") ?? stringField(reaction, "type") ?? "",
    by: objectsField(reaction, "recent").flatMap((recent) => {
      const sender = readSender(recent, "from", "from_id", takePerson);
      return sender === null ? [] : [sender];
    }),
  }));
}

/** "create_group" as "create group", with what it is about. */
function readService(
  record: JsonObject,
  takePerson: PersonTaker,
): Pick<RawDraft, "sender" | "text" | "kind"> {
  const action = stringField(record, "action") ?? "";
  const actor = stringField(record, "actor") ?? "";
  if (action === "phone_call") {
    const seconds = numberField(record, "duration_seconds");
    const reason = stringField(record, "discard_reason");
    const details = [seconds === null ? null : `${seconds} s`, reason].filter((part) => part !== null);
    return {
      sender: readSender(record, "actor", "actor_id", takePerson),
      kind: "call",
      text: ["Phone call", ...details].join(", "),
    };
  }
  const members = (
    Array.isArray(field(record, "members")) ? (field(record, "members") as unknown[]) : []
  ).filter((member) => typeof member === "string");
  const about = [stringField(record, "title"), members.join(", ") || null].filter((part) => part !== null);
  const sentence = [actor, action.replaceAll("_", " ")].filter((part) => part !== "").join(": ");
  return {
    sender: null,
    kind: "system",
    text: about.length > 0 ? `${sentence} (${about.join("; ")})` : sentence,
  };
}
