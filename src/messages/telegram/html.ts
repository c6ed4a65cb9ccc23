/** @file Telegram Desktop's export as web pages: `messages.html`, `messages2.html`, … (spec messages-calendar 1.3). */
import { ImportCollector, type RawDraft } from "#messages/collect";
import { HtmlRecordScanner } from "#messages/html-records";
import { htmlToText } from "#messages/html-text";
import { descendants, hasClass, labelOf, parseHtml } from "#messages/html-tree";
import type {
  Importer,
  ImportContext,
  ImportInput,
  RawImport,
  SniffHead,
  SniffScore,
} from "#messages/importer";
import type { ImportOptions } from "#messages/message";
import { readChunks } from "#messages/text-source";
import { readRecord, RECORD_TAG } from "./html-message.ts";

export const telegramHtmlImporter: Importer = { id: "telegram", streams: true, sniff, parse };

/** Looked at of a record that can't be read. */
const MAX_BAD_CHARS = 4000;

function sniff({ text }: SniffHead): SniffScore {
  const isPage =
    text.includes('<div class="page_wrap">') && /<div class="message (?:default|service)\b/.test(text);
  return { score: isPage ? 0.9 : 0, why: isPage ? "classes of Telegram Desktop" : "no such classes" };
}

async function parse(input: ImportInput, _: ImportOptions, context: ImportContext): Promise<RawImport> {
  const collector = new ImportCollector(context);
  const thread = collector.thread("");
  thread.peopleAreNamed = true;
  thread.keepsFileOrder = true;
  let lastSender: string | null = null;
  let lastTime: Pick<RawDraft, "instantMs" | "instantFrom" | "local"> = {};
  const scanner = new HtmlRecordScanner(RECORD_TAG, (html, isComplete) => {
    collector.beginRecord();
    if (!isComplete) return collector.log.add("file-incomplete");
    const read = readRecord(html, lastSender);
    if (read === "separator") return;
    if (read === null) return collector.addBad(htmlToText(html.slice(0, MAX_BAD_CHARS)).text);
    for (const name of [read.sender, ...(read.reactions ?? []).flatMap(({ by }) => by)])
      if (name !== null) thread.addPerson(name, { name });
    // Sentences of the service have no time of their own.
    collector.add(thread, read.kind === "system" ? { ...lastTime, ...read, precision: "day" } : read);
    if (read.kind === "system") return;
    lastSender = read.sender;
    const { instantMs, instantFrom, local } = read;
    lastTime = local === undefined ? { instantMs, instantFrom } : { local };
  });
  for await (const text of readChunks(input.source, context)) scanner.push(text);
  scanner.finish();
  thread.title = titleOf(scanner.head);
  thread.identity = thread.title || null;
  thread.kind = thread.people.size > 2 ? "group" : "dm";
  return collector.finish();
}

/** The name of the chat is in the header of the page. */
function titleOf(head: string): string {
  const header = descendants(parseHtml(head)).find((element) => hasClass(element, "page_header"));
  return labelOf(header && descendants(header).find((element) => hasClass(element, "text", "bold")));
}
