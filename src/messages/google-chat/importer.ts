/** @file Google Chat as Takeout writes it: a folder for each conversation (spec messages-calendar 1.10). */
import type { Archive } from "#messages/archive";
import { ArchiveTexts } from "#messages/archive-texts";
import { checkedInstant, ImportCollector, type RawDraft, type ThreadCollector } from "#messages/collect";
import type {
  ArchiveImporter,
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
  objectField,
  objectsField,
  parseObject,
  readJson,
  stringField,
  type JsonObject,
} from "#messages/json";
import type { JsonChoice, JsonItem, JsonPath } from "#messages/json-split";
import type { ImportOptions } from "#messages/message";

export const googleChatArchiveImporter: ArchiveImporter = { id: "google-chat", matches, parse: parseArchive };
export const googleChatFileImporter: Importer = { id: "google-chat", streams: true, sniff, parse: parseFile };

const FILE = /^((?:[^/]{1,255}\/){0,4}Groups\/(DM|Space) ([^/]{1,255})\/)messages\.json$/;

function matches(paths: readonly string[]): boolean {
  return paths.some((path) => FILE.test(path));
}

function sniff({ json }: SniffHead): SniffScore {
  const isChat = json?.has("messages.*.creator") === true && json.has("messages.*.created_date");
  return { score: isChat ? 0.95 : 0, why: isChat ? "a Google Chat conversation" : "no Google Chat keys" };
}

/** Both files: `messages` of the conversation, `name` and `members` of its description. */
function select(path: JsonPath): JsonChoice {
  if (path.length === 0) return "enter";
  if (path.length === 1)
    return path[0] === "messages" || path[0] === "members" ? "enter" : path[0] === "name" ? "take" : "skip";
  return "take";
}

async function parseArchive(archive: Archive, _: ImportOptions, context: ImportContext): Promise<RawImport> {
  const known = new Set(archive.paths);
  const groups = archive.paths.flatMap((path) => {
    const match = FILE.exec(path);
    if (!match) return [];
    const info = `${match[1]!}group_info.json`;
    return [{ path, isDirect: match[2] === "DM", id: match[3]!, info: known.has(info) ? info : null }];
  });
  const wanted = groups.flatMap(({ path, info }) => (info === null ? [path] : [info, path]));
  const texts = new ArchiveTexts(archive, wanted, context);
  const collector = new ImportCollector(context);
  for (const { path, isDirect, id, info } of groups) {
    const reader = new GroupReader(collector, id);
    if (info !== null) await texts.json(info, select, (item) => reader.read(item));
    const end = await texts.json(path, select, (item) => reader.read(item));
    reader.finish(isDirect, end.isComplete);
  }
  return collector.finish();
}

async function parseFile(input: ImportInput, _: ImportOptions, context: ImportContext): Promise<RawImport> {
  const collector = new ImportCollector(context);
  const reader = new GroupReader(collector, null);
  const end = await readJson(input.source, select, (item) => reader.read(item), context);
  reader.finish(false, end.isComplete);
  return collector.finish();
}

class GroupReader {
  readonly #collector: ImportCollector;
  readonly #thread: ThreadCollector;
  /** First message of every topic: later ones answer it. */
  readonly #topics = new Map<string, string>();

  constructor(collector: ImportCollector, id: string | null) {
    this.#collector = collector;
    this.#thread = collector.thread(id ?? "");
    this.#thread.nativeId = id ?? undefined;
  }

  read({ path, text }: JsonItem): void {
    if (path[0] === "name")
      this.#thread.title = stringField(parseObject(`{"name":${text ?? "null"}}`), "name") ?? "";
    else if (path[0] === "members") takePerson(this.#thread, parseObject(text));
    else this.#readMessage(text);
  }

  #readMessage(text: string | null): void {
    const collector = this.#collector;
    collector.beginRecord();
    const record = parseObject(text);
    const draft = record && readMessage(record, this.#thread);
    if (!draft) return collector.addBad(text ?? "");
    // "SPACE/TOPIC/MESSAGE": a lone file says its conversation there.
    this.#thread.nativeId ??= draft.nativeId?.split("/")[0];
    const topic = stringField(record, "topic_id");
    const replyTo = topic === null ? undefined : this.#topics.get(topic);
    if (topic !== null && draft.nativeId !== undefined && replyTo === undefined)
      this.#topics.set(topic, draft.nativeId);
    collector.add(this.#thread, { ...draft, replyTo });
  }

  finish(isDirect: boolean, isComplete: boolean): void {
    this.#thread.kind = isDirect && this.#thread.people.size <= 2 ? "dm" : "group";
    if (!isComplete) this.#collector.log.add("file-incomplete");
  }
}

function readMessage(record: JsonObject, thread: ThreadCollector): RawDraft | null {
  const instantMs = readDate(stringField(record, "created_date"));
  if (instantMs === undefined) return null;
  const creator = objectField(record, "creator");
  const attachments = objectsField(record, "attached_files").map(readFile);
  const text = stringField(record, "text");
  const editedMs = readDate(stringField(record, "updated_date"));
  const isDeleted =
    stringField(record, "message_state") === "DELETED" || (text === null && attachments.length === 0);
  return {
    instantMs,
    nativeId: stringField(record, "message_id") ?? undefined,
    sender: takePerson(thread, creator),
    text: isDeleted ? "" : (text ?? ""),
    kind: isDeleted ? "deleted" : !text && attachments.length > 0 ? "media" : "text",
    attachments,
    quoted: stringField(objectField(record, "quoted_message_metadata"), "text") ?? undefined,
    editedMs,
    flags: [
      ...(stringField(creator, "user_type") === "Bot" ? (["bot"] as const) : []),
      ...(editedMs === undefined ? [] : (["edited"] as const)),
    ],
    reactions: objectsField(record, "reactions").map((reaction) => ({
      emoji: stringField(objectField(reaction, "emoji"), "unicode") ?? "",
      by: arrayField(reaction, "reactor_emails").filter((email) => typeof email === "string"),
    })),
  };
}

/** The mail address is who somebody is; without one, the name. */
function takePerson(thread: ThreadCollector, user: JsonObject | null): string | null {
  const email = stringField(user, "email");
  const name = stringField(user, "name") || email;
  const key = email ?? name;
  if (key === null || name === null) return null;
  return thread.addPerson(key, { name, handle: email ?? undefined });
}

function readFile(file: JsonObject): RawAttachment {
  const exported = stringField(file, "export_name");
  return {
    name: stringField(file, "original_name") ?? exported ?? "file",
    mime: "application/octet-stream",
    state: exported === null || field(file, "export_name") === "" ? "missing" : "included",
  };
}

const MONTHS = "January February March April May June July August September October November December".split(
  " ",
);
/** `Tuesday, November 24, 2026 at 9:15:00 AM UTC`, in English whatever the account's language. */
const DATE =
  /^[A-Z][a-z]{2,5}day, ([A-Z][a-z]{2,8}) (\d{1,2}), (\d{4}) at (\d{1,2}):(\d\d):(\d\d)[ \u00a0\u202f](AM|PM) UTC$/;

function readDate(text: string | null): number | undefined {
  const match = DATE.exec(text ?? "");
  if (!match) return undefined;
  const [, monthName, day, year, hour, minute, second, half] = match;
  const month = MONTHS.indexOf(monthName!);
  const hour24 = (Number(hour) % 12) + (half === "PM" ? 12 : 0);
  const ms = Date.UTC(Number(year), month, Number(day), hour24, Number(minute), Number(second));
  const exists =
    month >= 0 && new Date(ms).getUTCDate() === Number(day) && Number(hour) >= 1 && Number(hour) <= 12;
  return exists ? checkedInstant(ms) : undefined;
}
