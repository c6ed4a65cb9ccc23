/**
 * @file Signal chats as `signal-export` writes them, `data.json` (one object a line) or `chat.md`
 * (spec messages-calendar 1.6 b). Times are wall times without a zone.
 */
import type { Archive } from "#messages/archive";
import { ArchiveTexts } from "#messages/archive-texts";
import { ImportCollector, isoLocal, type RawDraft, type ThreadCollector } from "#messages/collect";
import {
  withoutProgress,
  type ArchiveImporter,
  type Importer,
  type ImportContext,
  type ImportInput,
  type RawImport,
  type SniffHead,
  type SniffScore,
} from "#messages/importer";
import {
  arrayField,
  field,
  objectField,
  objectsField,
  parseObject,
  stringField,
  type JsonObject,
} from "#messages/json";
import type { ImportOptions } from "#messages/message";
import { readLines, type TextSource } from "#messages/text-source";
import { stemOf } from "#messages/file-name";
import { MarkdownScanner, MARKDOWN_HEADER } from "./markdown.ts";

export const sigexportArchiveImporter: ArchiveImporter = { id: "signal", matches, parse: parseArchive };
export const sigexportJsonImporter: Importer = {
  id: "signal",
  streams: true,
  sniff: sniffJson,
  parse: parseJson,
};
export const sigexportMarkdownImporter: Importer = {
  id: "signal",
  sniff: sniffMarkdown,
  parse: parseMarkdown,
};

const FILE = /^((?:[^/]{1,255}\/){0,2})([^/]{1,255})\/(data\.json|chat\.md|index\.md)$/;
const SNIFF_LINES = 100;
const SURE_HITS = 3;

function matches(paths: readonly string[]): boolean {
  return paths.some((path) => /\/(?:chat|index)\.md$/.test(path) && FILE.test(path));
}

function sniffJson({ json }: SniffHead): SniffScore {
  const isSigexport = json !== null && ["date", "sender", "body", "reactions"].every((key) => json.has(key));
  return {
    score: isSigexport ? 0.95 : 0,
    why: isSigexport ? "a signal-export chat" : "no signal-export keys",
  };
}

/** WhatsApp of some locales writes the same header: the name of the file or of the sender decides. */
function sniffMarkdown({ lines, fileName }: SniffHead): SniffScore {
  const hits = lines.slice(0, SNIFF_LINES).flatMap((line) => MARKDOWN_HEADER.exec(line)?.[4] ?? []);
  const isMine = /\.md$/i.test(fileName) ? hits.length > 0 : hits.length >= SURE_HITS && hits.includes("Me");
  return { score: isMine ? 0.97 : 0, why: `${hits.length} signal-export headers` };
}

/** Of each chat the JSON, which says more, or else the text. */
async function parseArchive(archive: Archive, _: ImportOptions, context: ImportContext): Promise<RawImport> {
  const chats = new Map<string, { path: string; title: string }>();
  for (const path of [...archive.paths].sort()) {
    const match = FILE.exec(path);
    if (!match) continue;
    const folder = `${match[1]!}${match[2]!}`;
    if (!chats.has(folder) || match[3] === "data.json") chats.set(folder, { path, title: match[2]! });
  }
  const texts = new ArchiveTexts(
    archive,
    [...chats.values()].map(({ path }) => path),
    context,
  );
  const collector = new ImportCollector(context);
  for (const [folder, { path, title }] of chats) {
    const thread = begin(collector, folder, title);
    const read = path.endsWith(".json") ? readJsonLines : readMarkdown;
    await read(await texts.open(path), collector, thread, withoutProgress(context));
    finish(thread);
  }
  return collector.finish();
}

async function parseJson(input: ImportInput, _: ImportOptions, context: ImportContext): Promise<RawImport> {
  return parseOne(input, readJsonLines, context);
}

async function parseMarkdown(
  input: ImportInput,
  _: ImportOptions,
  context: ImportContext,
): Promise<RawImport> {
  return parseOne(input, readMarkdown, context);
}

type ChatReader = (
  source: TextSource,
  collector: ImportCollector,
  thread: ThreadCollector,
  context: ImportContext,
) => Promise<void>;

async function parseOne(input: ImportInput, read: ChatReader, context: ImportContext): Promise<RawImport> {
  const collector = new ImportCollector(context);
  const thread = begin(collector, "", stemOf(input.names) ?? "");
  await read(input.source, collector, thread, context);
  finish(thread);
  return collector.finish();
}

function begin(collector: ImportCollector, key: string, title: string): ThreadCollector {
  const thread = collector.thread(key);
  thread.title = title;
  thread.identity = title || null;
  thread.peopleAreNamed = true;
  thread.keepsFileOrder = true;
  return thread;
}

function finish(thread: ThreadCollector): void {
  thread.kind = thread.people.size > 2 ? "group" : "dm";
}

function takePerson(thread: ThreadCollector, name: string): string {
  return thread.addPerson(name, { name, isSelf: name === "Me" });
}

async function readJsonLines(
  source: TextSource,
  collector: ImportCollector,
  thread: ThreadCollector,
  context: ImportContext,
): Promise<void> {
  for await (const lines of readLines(source, context)) {
    for (const line of lines) {
      if (line.trim() === "") continue;
      collector.beginRecord();
      const record = parseObject(line);
      const draft = record && readRecord(record, thread);
      if (draft) collector.add(thread, draft);
      else collector.addBad(line);
    }
  }
}

function readRecord(record: JsonObject, thread: ThreadCollector): RawDraft | null {
  const local = isoLocal(stringField(record, "date"));
  const sender = stringField(record, "sender");
  if (local === null || sender === null) return null;
  const isCall = Boolean(field(record, "call"));
  const isDeleted = field(record, "deleted") === true;
  const attachments = objectsField(record, "attachments").map((file) => ({
    name: stringField(file, "name") ?? "attachment",
    mime: "application/octet-stream",
    state: stringField(file, "missing_kind") === null ? ("included" as const) : ("missing" as const),
  }));
  const body = (stringField(record, "body") ?? "").trim();
  const sticker = stringField(record, "sticker") ?? "";
  const text = body || (sticker === "" ? "" : `[sticker: ${sticker}]`);
  return {
    local,
    sender: takePerson(thread, sender),
    kind: isDeleted ? "deleted" : isCall ? "call" : text === "" && attachments.length > 0 ? "media" : "text",
    text: isCall && text === "" ? (field(record, "missed") === true ? "Missed call" : "Call") : text,
    quoted: stripQuoteMarks(
      stringField(record, "quote") ?? stringField(objectField(record, "quote"), "text"),
    ),
    attachments,
    reactions: arrayField(record, "reactions").flatMap((reaction) => readReaction(reaction, thread)),
  };
}

function stripQuoteMarks(quote: string | null): string | undefined {
  const text = (quote ?? "").replace(/^>+ ?/gm, "").trim();
  return text === "" ? undefined : text;
}

/** `["Aya", "👍"]`, or an object of the two. */
function readReaction(reaction: unknown, thread: ThreadCollector): NonNullable<RawDraft["reactions"]> {
  const [name, emoji] = Array.isArray(reaction)
    ? (reaction as unknown[])
    : [
        stringField(reaction as JsonObject | null, "name"),
        stringField(reaction as JsonObject | null, "emoji"),
      ];
  if (typeof name !== "string" || typeof emoji !== "string") return [];
  return [{ emoji, by: [takePerson(thread, name)] }];
}

async function readMarkdown(
  source: TextSource,
  collector: ImportCollector,
  thread: ThreadCollector,
  context: ImportContext,
): Promise<void> {
  const scanner = new MarkdownScanner((draft, line) => {
    collector.beginRecord();
    for (const { by } of draft?.reactions ?? []) for (const name of by) takePerson(thread, name);
    if (draft?.sender) takePerson(thread, draft.sender);
    if (draft) collector.add(thread, draft);
    else collector.addBad(line);
  });
  for await (const lines of readLines(source, context)) for (const line of lines) scanner.push(line);
  scanner.finish();
}
