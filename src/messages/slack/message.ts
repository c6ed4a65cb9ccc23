/** @file One message of a Slack export (spec messages-calendar 1.4). */
import { checkedInstant, type RawDraft } from "#messages/collect";
import type { RawAttachment } from "#messages/importer";
import {
  arrayField,
  field,
  objectField,
  objectsField,
  scalarField,
  stringField,
  type JsonObject,
} from "#messages/json";
import { decodeMrkdwn, type SlackNames } from "./mrkdwn.ts";

export interface SlackDirectory extends SlackNames {
  /** Registers who a message names and returns the sender to use. */
  readonly takePerson: (id: string, name: string | null) => string;
}

/** Sentences of Slack itself: joined, left, topic, purpose, name, archive, pins. */
const SYSTEM_SUBTYPE =
  /^(?:(?:channel|group)_[a-z_]{3,40}|pinned_item|unpinned_item|bot_add|bot_remove|bot_enable|bot_disable|reminder_add|huddle_thread|tombstone_[a-z]{1,20}|sh_room_created|mpim_[a-z]{1,20})$/;
/** Seconds, a dot, six digits: an id and a time. As a number it would lose its last digits. */
const TS = /^(\d{1,11})\.(\d{1,6})$/;

/** null when the record is no message with a `ts`. */
export function readSlackMessage(record: JsonObject, directory: SlackDirectory): RawDraft | null {
  const ts = stringField(record, "ts");
  const instantMs = ts === null ? undefined : instantOf(ts);
  if (ts === null || instantMs === undefined || field(record, "type") !== "message") return null;
  const subtype = stringField(record, "subtype") ?? "";
  const { text, links } = decodeMrkdwn(textOf(record), directory);
  const shared = { instantMs, nativeId: ts, text, links };
  if (SYSTEM_SUBTYPE.test(subtype)) return { ...shared, sender: null, kind: "system" };
  if (subtype === "tombstone")
    return { ...shared, sender: readSender(record, directory), kind: "deleted", text: "" };

  const threadTs = stringField(record, "thread_ts");
  const attachments = objectsField(record, "files").map(readFile);
  const editedTs = stringField(objectField(record, "edited"), "ts");
  const isBot = subtype === "bot_message" || stringField(record, "bot_id") !== null;
  return {
    ...shared,
    sender: readSender(record, directory),
    kind: text === "" && attachments.length > 0 ? "media" : "text",
    attachments,
    replyTo: threadTs !== null && threadTs !== ts ? threadTs : undefined,
    editedMs: editedTs === null ? undefined : instantOf(editedTs),
    flags: [...(isBot ? (["bot"] as const) : []), ...(editedTs === null ? [] : (["edited"] as const))],
    reactions: readReactions(record, directory),
  };
}

function instantOf(ts: string): number | undefined {
  const match = TS.exec(ts);
  if (!match) return undefined;
  return checkedInstant(Number(match[1]) * 1000 + Math.floor(Number(match[2]!.padEnd(6, "0")) / 1000));
}

/** Programs often leave the text empty and say it in an attachment. */
function textOf(record: JsonObject): string {
  const text = stringField(record, "text") ?? "";
  if (text !== "") return text;
  return objectsField(record, "attachments")
    .map((part) => stringField(part, "text") ?? stringField(part, "fallback") ?? "")
    .filter((part) => part !== "")
    .join("\n");
}

function readSender(record: JsonObject, { takePerson }: SlackDirectory): string | null {
  const profile = objectField(record, "user_profile");
  const botProfile = objectField(record, "bot_profile");
  const name =
    stringField(record, "username") ??
    (stringField(profile, "display_name") || stringField(profile, "real_name")) ??
    stringField(botProfile, "name");
  const id = stringField(record, "user") ?? stringField(record, "bot_id") ?? name;
  return id === null ? null : takePerson(id, name);
}

/** Addresses of files hold keys to them: only names are kept. */
function readFile(file: JsonObject): RawAttachment {
  const mode = stringField(file, "mode");
  return {
    name: stringField(file, "name") ?? stringField(file, "title") ?? "file",
    mime: stringField(file, "mimetype") ?? "application/octet-stream",
    state: mode === "tombstone" || mode === "hidden_by_limit" ? "missing" : "remote",
  };
}

function readReactions(
  record: JsonObject,
  { takePerson }: SlackDirectory,
): NonNullable<RawDraft["reactions"]> {
  return objectsField(record, "reactions").map((reaction) => ({
    emoji: scalarField(reaction, "name") ?? "",
    by: arrayField(reaction, "users").flatMap((user) =>
      typeof user === "string" ? [takePerson(user, null)] : [],
    ),
  }));
}
