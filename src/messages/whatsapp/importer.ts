/** @file WhatsApp "Export chat" text, Android and iOS, as written by phones of many locales (spec messages-calendar 1.2). */
import { toDate, voteDateOrder, type DateFields, type DateOrderVerdict } from "#messages/date-order";
import type {
  Importer,
  ImportContext,
  ImportInput,
  RawImport,
  SniffHead,
  SniffScore,
} from "#messages/importer";
import { IssueLog } from "#messages/issues";
import type { DateOrder, ImportOptions } from "#messages/message";
import { readLines } from "#messages/text-source";
import { readHeader } from "./header.ts";
import { appendRecord, RecordScanner, type FileStyle, type ScannedRecord } from "./scan.ts";
import { makeThread, type DatedRecord } from "./thread.ts";

export const whatsappImporter: Importer = { id: "whatsapp", sniff, parse };

const SNIFF_LINES = 100;
const SURE_HITS = 3;

/** Three headers in the first lines are certain; a very short chat needs one, on its first line. */
function sniff(head: SniffHead): SniffScore {
  const lines = head.lines.slice(0, SNIFF_LINES).filter((line) => line.trim() !== "");
  const hits = lines.filter((line) => readHeader(line) !== null).length;
  if (hits >= SURE_HITS) return { score: 0.95, why: `${hits} WhatsApp headers` };
  if (hits > 0 && readHeader(lines[0]!)) return { score: 0.8, why: "begins with a WhatsApp header" };
  return { score: 0, why: "no WhatsApp headers" };
}

async function parse(input: ImportInput, options: ImportOptions, context: ImportContext): Promise<RawImport> {
  const scanner = new RecordScanner();
  const log = new IssueLog();
  let lineNumber = 0;
  for await (const lines of readLines(input.source, context)) {
    for (const line of lines) {
      scanner.push(line);
      log.noteDamage(line, ++lineNumber);
    }
  }
  const { records, style, preamble, lost, dropped } = scanner.finish();
  if (preamble) log.addBad("unreadable-line", preamble.line, preamble.text);
  for (const { line, first } of lost) log.addBad("unreadable-line", line, first);
  if (dropped > 0) log.add("too-many-messages");
  const verdict = decideOrder(records, style, options);
  if (verdict.question) log.add("date-order-assumed");

  const dated = dateRecords(records, verdict.order, options, log);
  log.ensureMostlyReadable(records.length);
  const thread = makeThread(dated, style.hasSeconds ? "s" : "min", input);
  return { threads: [thread], issues: log.list(), questions: verdict.question ? [verdict.question] : [] };
}

function decideOrder(
  records: readonly ScannedRecord[],
  { yearFirst, looksAmerican }: FileStyle,
  options: ImportOptions,
): DateOrderVerdict {
  return voteDateOrder(
    records.map(({ date }) => date),
    { answer: options.dateOrder, importedAtMs: Date.parse(options.importedAt), yearFirst, looksAmerican },
  );
}

/** A header with a day that does not exist is no header: its line continues the message before, so nothing is lost. */
function dateRecords(
  records: readonly ScannedRecord[],
  order: DateOrder,
  options: ImportOptions,
  log: IssueLog,
): DatedRecord[] {
  const importedAtMs = Date.parse(options.importedAt);
  const dates = new Map<DateFields, string | null>();
  const dated: DatedRecord[] = [];
  for (const record of records) {
    let date = dates.get(record.date);
    if (date === undefined) dates.set(record.date, (date = toDate(record.date, order, importedAtMs)));
    if (date !== null) dated.push({ record, date });
    else {
      log.addBad("date-invalid", record.line, record.first);
      appendRecord(dated.at(-1)?.record, record);
    }
  }
  return dated;
}
