/**
 * @file A chat copied as text: `Name: text` lines (spec messages-calendar 1.10, "Pasted chat"). Without dates the messages
 * have no time until the person says when the conversation was.
 */
import { toDate, voteDateOrder, type DateFields, type DateOrderVerdict } from "#messages/date-order";
import type {
  Importer,
  ImportContext,
  ImportInput,
  RawImport,
  RawMessage,
  SniffHead,
  SniffScore,
} from "#messages/importer";
import { identityOfWords } from "#messages/identity";
import { IssueLog } from "#messages/issues";
import { MAX_THREAD_MESSAGES } from "#messages/limits";
import type { DateOrder, ImportOptions, ImportQuestion, MessageFlag } from "#messages/message";
import { MessageLines } from "#messages/message-lines";
import { readLines } from "#messages/text-source";
import { localDate } from "#messages/wall-time";
import { readPasteLine, type PasteLine } from "./line.ts";

export const pasteImporter: Importer = { id: "paste", sniff, parse };

const SNIFF_LINES = 100;
const MIN_HITS = 3;
const MIN_NAMES = 2;
/** Prose, code and tables have a few lines with a colon; in a chat they are many. */
const MIN_HIT_SHARE = 0.3;

function sniff(head: SniffHead): SniffScore {
  const lines = head.lines.slice(0, SNIFF_LINES).filter((line) => line.trim() !== "");
  const hits = lines.map(readPasteLine).filter((line) => line !== null);
  const names = new Set(hits.map(({ name }) => name));
  // Two lines and nothing else are the shortest exchange: people paste that.
  const isExchange = hits.length >= 2 && hits.length === lines.length;
  const isMany = hits.length >= MIN_HITS && hits.length >= lines.length * MIN_HIT_SHARE;
  const isChat = names.size >= MIN_NAMES && (isExchange || isMany);
  return { score: isChat ? 0.6 : 0, why: `${hits.length} "Name: text" lines of ${names.size} names` };
}

interface PasteRecord {
  readonly line: number;
  readonly head: PasteLine;
  readonly more: MessageLines;
}

async function parse(input: ImportInput, options: ImportOptions, context: ImportContext): Promise<RawImport> {
  const log = new IssueLog();
  const records = await collect(input, context, log);
  const dates = records.flatMap(({ head }) => (head.date ? [head.date] : []));
  const verdict = dates.length > 0 ? decideOrder(dates, records, options) : null;
  if (verdict?.question) log.add("date-order-assumed");

  const messages = placeInDays(records, verdict?.order ?? null, options, log);
  const names = [...new Set(records.map(({ head }) => head.name))];
  const questions: ImportQuestion[] = [];
  if (verdict?.question) questions.push(verdict.question);
  if (verdict === null && options.baseDate === undefined) {
    questions.push({
      kind: "base-date",
      suggestion: localDate(Date.parse(options.importedAt), options.zone),
    });
  }
  return {
    threads: [
      {
        title: "",
        identity: hasTimes(records, verdict)
          ? null
          : identityOfWords(messages.map(({ sender, text }) => [sender ?? "", text])),
        kind: names.length > 2 ? "group" : "paste",
        quotable: false,
        senders: names,
        messages: () => messages,
      },
    ],
    issues: log.list(),
    questions,
  };
}

/** Copied twice, two chats of a day have no more in common than their people and their "ok". */
function hasTimes(records: readonly PasteRecord[], verdict: DateOrderVerdict | null): boolean {
  return verdict !== null || records.some(({ head }) => head.secondOfDay !== null);
}

async function collect(input: ImportInput, context: ImportContext, log: IssueLog): Promise<PasteRecord[]> {
  const records: PasteRecord[] = [];
  let number = 0;
  let dropped = false;
  for await (const lines of readLines(input.source, context)) {
    for (const line of lines) {
      log.noteDamage(line, ++number);
      const head = readPasteLine(line);
      if (!head) {
        if (records.length > 0) records.at(-1)!.more.push(line);
        else if (line.trim() !== "") log.add("unreadable-line", number, line);
      } else if (records.length < MAX_THREAD_MESSAGES)
        records.push({ line: number, head, more: new MessageLines() });
      else dropped = true;
    }
  }
  if (dropped) log.add("too-many-messages");
  return records;
}

function decideOrder(
  dates: readonly DateFields[],
  records: readonly PasteRecord[],
  options: ImportOptions,
): DateOrderVerdict {
  return voteDateOrder(dates, {
    answer: options.dateOrder,
    importedAtMs: Date.parse(options.importedAt),
    yearFirst: "no",
    looksAmerican: records.some(({ head }) => head.looksAmerican),
  });
}

/** Gives each record a date: its own, else the one before; a clock that goes back without a date begins the next day. */
function placeInDays(
  records: readonly PasteRecord[],
  order: DateOrder | null,
  options: ImportOptions,
  log: IssueLog,
): RawMessage[] {
  let day = order === null ? (options.baseDate ?? null) : null;
  let clock = -1;
  return records.map(({ line, head, more }) => {
    const own = head.date && order ? toDate(head.date, order, Date.parse(options.importedAt)) : null;
    if (head.date && own === null) log.add("date-invalid", line, head.name);
    if (own !== null) day = own;
    else if (day !== null && head.secondOfDay !== null && head.secondOfDay < clock) day = nextDay(day);
    clock = head.secondOfDay ?? (own === null ? clock : -1);
    const text = [head.text, ...more.lines].join("\n").replace(/^\n+/, "").trimEnd();
    const flags: MessageFlag[] = more.isCut ? ["truncated"] : [];
    const shared = { line, sender: head.name, kind: "text" as const, text, attachments: [], flags };
    if (day === null) return { ...shared, local: null, precision: "none" as const };
    return {
      ...shared,
      local: `${day}T${clockText(Math.max(clock, 0))}`,
      precision:
        head.secondOfDay === null ? ("day" as const) : head.hasSeconds ? ("s" as const) : ("min" as const),
    };
  });
}

function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

function clockText(secondOfDay: number): string {
  return new Date(secondOfDay * 1000).toISOString().slice(11, 19);
}
