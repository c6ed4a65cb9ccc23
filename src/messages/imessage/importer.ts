/** @file iMessage conversations as `imessage-exporter` writes them, in text and as web pages (spec messages-calendar 1.7). */
import { ImportCollector, type ThreadCollector } from "#messages/collect";
import { stemOf } from "#messages/file-name";
import { HtmlRecordScanner } from "#messages/html-records";
import { htmlToText } from "#messages/html-text";
import type {
  Importer,
  ImportContext,
  ImportInput,
  RawImport,
  SniffHead,
  SniffScore,
} from "#messages/importer";
import { MAX_THREAD_MESSAGES } from "#messages/limits";
import type { ImportOptions } from "#messages/message";
import { readChunks, readLines } from "#messages/text-source";
import { readBlock, type ReadMessage } from "./block.ts";
import { readRecord, RECORD_TAG } from "./html.ts";
import { BlockScanner, readHeader } from "./scan.ts";

export const imessageImporter: Importer = { id: "imessage", sniff, parse };

const SNIFF_LINES = 200;
/** Looked at of a record that can't be read. */
const MAX_BAD_CHARS = 4000;

/** A header of this shape on the first line with text, and one more unless the file is short. */
function sniff({ lines }: SniffHead): SniffScore {
  const first = lines.find((line) => line.trim() !== "") ?? "";
  const hits = lines.slice(0, SNIFF_LINES).filter((line) => readHeader(line) !== null).length;
  const isMine = readHeader(first) !== null;
  return { score: isMine ? 0.9 : 0, why: `${hits} imessage-exporter date lines` };
}

async function parse(input: ImportInput, _: ImportOptions, context: ImportContext): Promise<RawImport> {
  const collector = new ImportCollector(context);
  const messages: ReadMessage[] = [];
  const scanner = new BlockScanner((block) => {
    collector.beginRecord();
    const message = block.header.local === null ? null : readBlock(block);
    if (!message) collector.addBad(block.header.line);
    else if (messages.length < MAX_THREAD_MESSAGES) messages.push(message);
  });
  let number = 0;
  for await (const lines of readLines(input.source, context)) {
    for (const line of lines) {
      collector.log.noteDamage(line, ++number);
      scanner.push(line, number);
    }
  }
  scanner.finish();
  return build(collector, messages, input);
}

export const imessageHtmlImporter: Importer = {
  id: "imessage",
  streams: true,
  sniff: ({ text }) => {
    const isPage = /<div class="message"/.test(text) && /<span class="timestamp">/.test(text);
    return { score: isPage ? 0.9 : 0, why: isPage ? "classes of imessage-exporter" : "no such classes" };
  },
  parse: parseHtml,
};

async function parseHtml(input: ImportInput, _: ImportOptions, context: ImportContext): Promise<RawImport> {
  const collector = new ImportCollector(context);
  const messages: ReadMessage[] = [];
  const scanner = new HtmlRecordScanner(RECORD_TAG, (html, isComplete) => {
    collector.beginRecord();
    const read = isComplete ? readRecord(html) : [];
    if (!isComplete) collector.log.add("file-incomplete");
    else if (read.length === 0) collector.addBad(htmlToText(html.slice(0, MAX_BAD_CHARS)).text);
    else if (messages.length < MAX_THREAD_MESSAGES) messages.push(...read);
  });
  for await (const text of readChunks(input.source, context)) scanner.push(text);
  scanner.finish();
  return build(collector, messages, input);
}

function build(collector: ImportCollector, messages: readonly ReadMessage[], input: ImportInput): RawImport {
  const thread = prepare(collector, stemOf(input.names));
  for (const { draft } of placeReplies(messages)) {
    for (const { by } of draft.reactions ?? []) for (const name of by) addPerson(thread, name);
    if (draft.sender !== null) addPerson(thread, draft.sender);
    collector.add(thread, draft);
  }
  thread.kind = thread.people.size > 2 ? "group" : "dm";
  return collector.finish();
}

function prepare(collector: ImportCollector, title: string | null): ThreadCollector {
  const thread = collector.thread("");
  thread.title = title ?? "";
  thread.identity = title;
  thread.peopleAreNamed = true;
  thread.keepsFileOrder = true;
  thread.quotable = true;
  return thread;
}

function addPerson(thread: ThreadCollector, name: string): void {
  thread.addPerson(name, {
    name,
    isSelf: name === "Me",
    handle: /^\+\d{7,15}$|@/.test(name) ? name : undefined,
  });
}

/**
 * An answer is written twice: indented below what it answers, and in its own place. The copy in its place stays, with
 * what it answers; an answer without a copy goes where its time belongs.
 */
function placeReplies(messages: readonly ReadMessage[]): ReadMessage[] {
  const nested = new Map<string, ReadMessage>();
  for (const message of messages) if (message.isNested) nested.set(keyOf(message), message);
  const placed: ReadMessage[] = [];
  for (const message of messages) {
    if (message.isNested) continue;
    const copy = nested.get(keyOf(message));
    placed.push(copy && message.isReply ? copy : message);
    if (copy && message.isReply) nested.delete(keyOf(message));
  }
  if (nested.size === 0) return placed;
  return [...placed, ...nested.values()].sort((a, b) => a.draft.local!.localeCompare(b.draft.local!));
}

function keyOf({ draft }: ReadMessage): string {
  return [draft.local, draft.sender, draft.text].join("\u001f");
}
