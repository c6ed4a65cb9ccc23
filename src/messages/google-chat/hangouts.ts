/**
 * @file Google Hangouts as Takeout wrote it: one file with all conversations (spec messages-calendar 1.10). The form of
 * 2014 has other keys around the same records.
 */
import { checkedInstant, ImportCollector, type RawDraft, type ThreadCollector } from "#messages/collect";
import type {
  Importer,
  ImportContext,
  ImportInput,
  RawAttachment,
  RawImport,
  SniffHead,
  SniffScore,
} from "#messages/importer";
import {
  arrayField,
  field,
  numberField,
  objectField,
  objectsField,
  parseObject,
  readJson,
  stringField,
  type JsonObject,
} from "#messages/json";
import type { JsonChoice, JsonItem, JsonPath } from "#messages/json-split";
import type { ImportOptions } from "#messages/message";

export const hangoutsImporter: Importer = { id: "google-chat", streams: true, sniff, parse };

function sniff({ json }: SniffHead): SniffScore {
  const isHangouts =
    json?.has("conversations.*.conversation.conversation") === true ||
    json?.has("conversation_state.*.conversation_state.conversation") === true;
  return { score: isHangouts ? 0.95 : 0, why: isHangouts ? "Hangouts conversations" : "no Hangouts keys" };
}

/** Behind the number of the conversation. */
const DESCRIPTIONS = new Set(["conversation.conversation", "conversation_state.conversation"]);
const EVENTS = new Set(["events", "conversation_state.event"]);

function select(path: JsonPath): JsonChoice {
  if (path.length === 1)
    return path[0] === "conversations" || path[0] === "conversation_state" ? "enter" : "skip";
  if (path.length <= 2) return "enter";
  const inside = path.slice(2).join(".");
  if (DESCRIPTIONS.has(inside)) return "take";
  if (EVENTS.has(inside) || inside === "conversation" || inside === "conversation_state") return "enter";
  return EVENTS.has(path.slice(2, -1).join(".")) ? "take" : "skip";
}

async function parse(input: ImportInput, _: ImportOptions, context: ImportContext): Promise<RawImport> {
  const collector = new ImportCollector(context);
  const end = await readJson(input.source, select, (item) => readItem(collector, item), context);
  if (!end.isComplete) collector.log.add("file-incomplete");
  return collector.finish();
}

function readItem(collector: ImportCollector, { path, text }: JsonItem): void {
  const thread = collector.thread(String(path[1]));
  const record = parseObject(text);
  if (DESCRIPTIONS.has(path.slice(2).join("."))) return describe(thread, record);
  collector.beginRecord();
  const draft = record && readEvent(record, thread);
  if (draft) collector.add(thread, draft);
  else collector.addBad(text ?? "");
}

function describe(thread: ThreadCollector, conversation: JsonObject | null): void {
  thread.nativeId ??= stringField(objectField(conversation, "id"), "id") ?? undefined;
  thread.title = stringField(conversation, "name") ?? "";
  thread.kind = stringField(conversation, "type") === "STICKY_ONE_TO_ONE" ? "dm" : "group";
  const readState = objectField(objectField(conversation, "self_conversation_state"), "self_read_state");
  const self = personKey(objectField(readState, "participant_id"));
  for (const participant of objectsField(conversation, "participant_data")) {
    const key = personKey(objectField(participant, "id"));
    if (key === null) continue;
    const phone = stringField(objectField(participant, "phone_number"), "e164") ?? undefined;
    const name = stringField(participant, "fallback_name") ?? phone ?? key;
    thread.addPerson(key, { name, handle: phone, isSelf: key === self });
  }
}

function personKey(id: JsonObject | null): string | null {
  return stringField(id, "gaia_id") ?? stringField(id, "chat_id");
}

/** null without a time. */
function readEvent(event: JsonObject, thread: ThreadCollector): RawDraft | null {
  const micros = numberField(event, "timestamp");
  const instantMs = checkedInstant(micros === null ? null : micros / 1000);
  if (instantMs === undefined) return null;
  thread.nativeId ??= stringField(objectField(event, "conversation_id"), "id") ?? undefined;
  const key = personKey(objectField(event, "sender_id"));
  const sender = key === null ? null : thread.addPerson(key, { name: key });
  const shared = { instantMs, nativeId: stringField(event, "event_id") ?? undefined };
  const message = objectField(event, "chat_message");
  return message ? { ...shared, sender, ...readContent(message) } : { ...shared, ...sentence(event, thread) };
}

function readContent(
  message: JsonObject,
): Pick<RawDraft, "text" | "kind" | "attachments" | "links"> & { readonly text: string } {
  const content = objectField(message, "message_content");
  const links: { text: string; href: string }[] = [];
  const text = objectsField(content, "segment")
    .map((segment) => readSegment(segment, links))
    .join("");
  const attachments = objectsField(content, "attachment").map(readAttachment);
  return { text, kind: text === "" && attachments.length > 0 ? "media" : "text", attachments, links };
}

function readSegment(segment: JsonObject, links: { text: string; href: string }[]): string {
  const text = stringField(segment, "text") ?? "";
  if (stringField(segment, "type") === "LINE_BREAK") return "\n";
  const href = stringField(objectField(segment, "link_data"), "link_target");
  if (href !== null && href !== text) links.push({ text, href });
  return text;
}

/** Pictures are addresses on a server that asks who comes: only what they are is kept. */
function readAttachment(attachment: JsonObject): RawAttachment {
  const types = arrayField(objectField(attachment, "embed_item"), "type");
  const isPicture = types.includes("PLUS_PHOTO");
  return {
    name: isPicture ? "photo" : "attachment",
    mime: isPicture ? "image/jpeg" : "application/octet-stream",
    state: "remote",
  };
}

/** What Hangouts told without words: its record says it in keys. */
function sentence(event: JsonObject, thread: ThreadCollector): Pick<RawDraft, "sender" | "text" | "kind"> {
  const rename = objectField(event, "conversation_rename");
  if (rename) return system(`Renamed to “${stringField(rename, "new_name") ?? ""}”`);
  const change = objectField(event, "membership_change");
  if (change) {
    const names = objectsField(change, "participant_id").map((id) => nameOf(thread, personKey(id)));
    return system(`${names.join(", ")} ${stringField(change, "type") === "LEAVE" ? "left" : "joined"}`);
  }
  if (field(event, "hangout_event") !== undefined) return { ...system("Video call"), kind: "call" };
  return system(stringField(event, "event_type") ?? "");
}

function system(text: string): Pick<RawDraft, "sender" | "text" | "kind"> {
  return { sender: null, text, kind: "system" };
}

function nameOf(thread: ThreadCollector, key: string | null): string {
  return thread.people.get(key ?? "")?.name ?? "Somebody";
}
