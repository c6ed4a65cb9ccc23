/**
 * @file From dated records to one thread: who is a sender, what is a sentence of WhatsApp itself, what the chat is called
 * (spec messages-calendar 1.2 rules b and e).
 */
import type { ImportInput, RawMessage, RawThread } from "#messages/importer";
import { tidyName } from "#messages/matching";
import type { MessageFlag, MessageTime } from "#messages/message";
import type { MessageLines } from "#messages/message-lines";
import { senderKey } from "#messages/people";
import { readBody } from "./body.ts";
import type { ScannedRecord } from "./scan.ts";
import { SenderSplitter } from "./sender.ts";
import {
  createdGroupName,
  cutsQuotation,
  hasSystemVerb,
  isEncryptionNotice,
  titleOfExport,
} from "./system.ts";

export interface DatedRecord {
  readonly record: ScannedRecord;
  /** `YYYY-MM-DD`. */
  readonly date: string;
}

/** Left-to-right mark: in front of everything iOS adds itself. */
const MARK = "\u200e";

const NONE: readonly never[] = [];

export function makeThread(
  dated: readonly DatedRecord[],
  precision: MessageTime["precision"],
  input: ImportInput,
): RawThread {
  const exportTitle = input.names.map(titleOfExport).find((title) => title !== null) ?? null;
  const splitter = new SenderSplitter(() => restsOf(dated), exportTitle);
  const reader = new RecordReader(countSenders(dated, splitter), splitter, precision, input.archiveNames);
  const survey = surveyThread(dated, reader);
  return {
    title: exportTitle ?? survey.groupName ?? survey.noticeTitle ?? "",
    identity: exportTitle ?? survey.groupName,
    kind: survey.groupName !== null || new Set(survey.senders.map(senderKey)).size > 2 ? "group" : "dm",
    quotable: true,
    senders: survey.senders,
    messages: () => readAll(dated, reader),
  };
}

/** One message at a time: half a million of them need not exist in two forms at once. */
function* readAll(dated: readonly DatedRecord[], reader: RecordReader): Generator<RawMessage> {
  let afterLines = false;
  for (const { record, date } of dated) {
    const message = reader.read(record, date, afterLines);
    afterLines = record.more !== null && message.kind === "text";
    yield message;
  }
}

interface SenderTraits {
  readonly hasVerb: boolean;
  readonly cutsQuotation: boolean;
  /** Shared by the spellings of one name. */
  readonly counter: { records: number };
}

type Senders = ReadonlyMap<string, SenderTraits>;

/** What is known of every sender, by the spelling in the file. */
function countSenders(dated: readonly DatedRecord[], splitter: SenderSplitter): Senders {
  const senders = new Map<string, SenderTraits>();
  const counters = new Map<string, { records: number }>();
  for (const { record } of dated) {
    const { sender } = splitter.split(restOf(record));
    if (sender === null) continue;
    let traits = senders.get(sender);
    if (!traits) {
      const key = senderKey(sender);
      const counter = counters.get(key) ?? { records: 0 };
      counters.set(key, counter);
      traits = { hasVerb: hasSystemVerb(sender), cutsQuotation: cutsQuotation(sender), counter };
      senders.set(sender, traits);
    }
    traits.counter.records++;
  }
  return senders;
}

function* restsOf(dated: readonly DatedRecord[]): Generator<string> {
  for (const { record } of dated) yield restOf(record);
}

function restOf({ first, restAt }: ScannedRecord): string {
  return first.slice(restAt);
}

interface Survey {
  readonly senders: readonly string[];
  readonly groupName: string | null;
  readonly noticeTitle: string | null;
}

/** People and names of the chat. Only records that may be sentences are read in full. */
function surveyThread(dated: readonly DatedRecord[], reader: RecordReader): Survey {
  const senders = new Set<string>();
  let groupName: string | null = null;
  let noticeTitle: string | null = null;
  for (const { record, date } of dated) {
    const rest = restOf(record);
    const { sender } = reader.splitter.split(rest);
    if (sender !== null && !rest.includes(MARK) && !reader.isCutSentence(sender)) {
      senders.add(sender);
      continue;
    }
    const message = reader.read(record, date, false);
    if (message.sender !== null) senders.add(message.sender);
    if (message.kind !== "system") continue;
    groupName ??= createdGroupName(message.text);
    if (sender !== null && isEncryptionNotice(message.text)) noticeTitle ??= titleBeforeMark(rest);
  }
  return { senders: [...senders], groupName, noticeTitle };
}

/** `Trip: ⟨LRM⟩Messages and calls are …`: on iOS the sender of the first notice is the chat. */
function titleBeforeMark(rest: string): string | null {
  const mark = rest.indexOf(MARK, 1);
  return mark < 0 ? null : tidyName(rest.slice(0, mark)).replace(/:$/, "");
}

class RecordReader {
  readonly splitter: SenderSplitter;
  readonly #senders: Senders;
  readonly #precision: MessageTime["precision"];
  readonly #archiveNames: ReadonlySet<string> | null;

  constructor(
    senders: Senders,
    splitter: SenderSplitter,
    precision: MessageTime["precision"],
    archiveNames: ReadonlySet<string> | null,
  ) {
    this.#senders = senders;
    this.splitter = splitter;
    this.#precision = precision;
    this.#archiveNames = archiveNames;
  }

  /** @param afterLines the record before had several lines: this one may be quoted in it. */
  read(record: ScannedRecord, date: string, afterLines: boolean): RawMessage {
    const rest = restOf(record);
    const { sender, text } = this.splitter.split(rest);
    const isSentence = sender === null || this.isCutSentence(sender);
    const raw = joinLines(isSentence ? rest : text, record.more);
    const body = readBody(raw, this.#archiveNames);
    const cut: readonly MessageFlag[] = record.more?.isCut === true ? ["truncated"] : NONE;
    const marked = !isSentence && body.kind === "text" ? markedSentence(raw) : null;
    // Spelled out: spreading an object for each of half a million messages takes half a second.
    const { line } = record;
    const local = `${date}T${clock(record.secondOfDay)}`;
    const precision = this.#precision;
    if (isSentence || marked !== null) {
      const kind = isSentence && body.kind === "call" ? "call" : "system";
      return {
        line,
        local,
        precision,
        sender: null,
        kind,
        text: marked ?? raw,
        attachments: NONE,
        flags: cut,
      };
    }
    const mayBeQuoted = afterLines && this.#senders.get(sender)?.counter.records === 1;
    const quoted: readonly MessageFlag[] = mayBeQuoted ? ["maybeQuoted"] : NONE;
    const isPlain = body.flags.length + quoted.length + cut.length === 0;
    const flags = isPlain ? NONE : [...body.flags, ...quoted, ...cut];
    const { kind, text: own, attachments } = body;
    return { line, local, precision, sender, kind, text: own, attachments, flags };
  }

  /** A system sentence that holds ": ": its beginning is not a name (rule e). */
  isCutSentence(sender: string): boolean {
    const traits = this.#senders.get(sender);
    if (!traits) return false;
    const { hasVerb, cutsQuotation, counter } = traits;
    return counter.records === 1 ? hasVerb || cutsQuotation : hasVerb && cutsQuotation;
  }
}

function joinLines(first: string, more: MessageLines | null): string {
  return more === null ? first : [first, ...more.lines].join("\n").replace(/(?<!\n)\n+$/, "");
}

/**
 * iOS gives system sentences the chat's or a person's name as sender and a direction mark in front. A chat's name may hold
 * ": ", so the mark of the notice at the start of a chat is looked for, not expected first.
 */
function markedSentence(text: string): string | null {
  const mark = text.indexOf(MARK);
  if (mark < 0) return null;
  const sentence = text.slice(mark);
  return isEncryptionNotice(sentence) || (mark === 0 && hasSystemVerb(sentence)) ? sentence : null;
}

function clock(secondOfDay: number): string {
  return `${two(Math.floor(secondOfDay / 3600))}:${two(Math.floor(secondOfDay / 60) % 60)}:${two(secondOfDay % 60)}`;
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
