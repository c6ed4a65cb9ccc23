/**
 * @file Messenger and Instagram "Download your information" in JSON: a folder for each conversation, its messages in
 * numbered files, newest first (spec messages-calendar 1.10).
 */
import type { Archive } from "#messages/archive";
import { ArchiveTexts } from "#messages/archive-texts";
import { ImportCollector, type ThreadCollector } from "#messages/collect";
import type {
  ArchiveImporter,
  Importer,
  ImportContext,
  ImportInput,
  RawImport,
  SniffHead,
  SniffScore,
} from "#messages/importer";
import { parseObject, readJson, stringField } from "#messages/json";
import type { JsonChoice, JsonItem, JsonPath } from "#messages/json-split";
import type { ImportOptions } from "#messages/message";
import { readMetaMessage, textField } from "./message.ts";
import { repairMojibake } from "./mojibake.ts";

export const metaArchiveImporter: ArchiveImporter = { id: "meta", matches, parse: parseArchive };
export const metaFileImporter: Importer = { id: "meta", streams: true, sniff, parse: parseFile };

const FILE =
  /(?:^|\/)messages\/(?:inbox|archived_threads|filtered_threads|message_requests|e2ee_cutover)\/([^/]{1,255})\/message_(\d{1,5})\.json$/;

function matches(paths: readonly string[]): boolean {
  return paths.some((path) => FILE.test(path));
}

function sniff({ json }: SniffHead): SniffScore {
  const has = (path: string): boolean => json?.has(path) === true;
  const isOld = has("messages.*.sender_name") && has("messages.*.timestamp_ms");
  const isEncrypted = has("messages.*.senderName") && has("messages.*.timestamp");
  return {
    score: isOld || isEncrypted ? 0.95 : 0,
    why: isOld || isEncrypted ? "a Meta conversation" : "no Meta keys",
  };
}

const TAKEN = new Set<string | number>(["title", "threadName", "thread_path"]);

function select(path: JsonPath): JsonChoice {
  if (path.length <= 1) {
    const key = path[0];
    if (key === undefined || key === "messages" || key === "participants") return "enter";
    return TAKEN.has(key) ? "take" : "skip";
  }
  return "take";
}

async function parseArchive(archive: Archive, _: ImportOptions, context: ImportContext): Promise<RawImport> {
  const files = archive.paths
    .map((path) => ({ path, match: FILE.exec(path) }))
    .filter(({ match }) => match !== null)
    .map(({ path, match }) => ({ path, folder: match![1]!, number: Number(match![2]) }))
    // The highest number holds the oldest messages; each file begins with its newest.
    .sort((a, b) => (a.folder === b.folder ? a.number - b.number : a.folder < b.folder ? -1 : 1));
  const texts = new ArchiveTexts(
    archive,
    files.map(({ path }) => path),
    context,
  );
  const collector = new ImportCollector(context);
  for (const { path, folder } of files) {
    const thread = collector.thread(folder);
    prepare(thread);
    thread.nativeId = folder;
    const end = await texts.json(path, select, (item) => readItem(collector, thread, item));
    if (!end.isComplete) collector.log.add("file-incomplete");
  }
  return collector.finish();
}

async function parseFile(input: ImportInput, _: ImportOptions, context: ImportContext): Promise<RawImport> {
  const collector = new ImportCollector(context);
  const thread = collector.thread("");
  prepare(thread);
  const end = await readJson(input.source, select, (item) => readItem(collector, thread, item), context);
  if (!end.isComplete) collector.log.add("file-incomplete");
  if (thread.nativeId === undefined && thread.title !== "") thread.identity = thread.title;
  return collector.finish();
}

function prepare(thread: ThreadCollector): void {
  thread.newestFirst = true;
  thread.peopleAreNamed = true;
}

function readItem(collector: ImportCollector, thread: ThreadCollector, { path, text }: JsonItem): void {
  if (path[0] === "messages") return readRecord(collector, thread, text);
  if (path[0] === "participants") return readParticipant(thread, text);
  const value = stringOf(text);
  if (value === null) return;
  if (path[0] === "thread_path") thread.nativeId ??= value.split("/").at(-1);
  else thread.title = value;
}

function readRecord(collector: ImportCollector, thread: ThreadCollector, text: string | null): void {
  collector.beginRecord();
  const record = parseObject(text);
  const draft = record && readMetaMessage(record);
  if (!draft) return collector.addBad(text ?? "");
  if (draft.sender !== null) thread.addPerson(draft.sender, { name: draft.sender });
  for (const { by } of draft.reactions ?? []) for (const name of by) thread.addPerson(name, { name });
  collector.add(thread, draft);
}

/** `{"name": …}`; in encrypted chats a plain string. */
function readParticipant(thread: ThreadCollector, text: string | null): void {
  const name = stringOf(text) ?? textField(parseObject(text), "name");
  if (name !== null) thread.addPerson(name, { name });
  thread.kind = thread.people.size > 2 ? "group" : "dm";
}

function stringOf(text: string | null): string | null {
  const value = stringField(parseObject(`{"value":${text ?? "null"}}`), "value");
  return value === null ? null : repairMojibake(value);
}
