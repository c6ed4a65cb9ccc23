/**
 * @file Transcripts of meetings in WebVTT or SubRip (spec messages-calendar 1.10). Their times count from the start of the
 * recording, which the person is asked for unless the file's name says it.
 */
import { ImportCollector, isoLocal, type RawDraft } from "#messages/collect";
import { stemOf } from "#messages/file-name";
import type {
  Importer,
  ImportContext,
  ImportInput,
  RawImport,
  SniffHead,
  SniffScore,
} from "#messages/importer";
import { identityOfWords } from "#messages/identity";
import { MAX_MESSAGE_CHARS } from "#messages/limits";
import type { ImportOptions, ImportQuestion } from "#messages/message";
import { readLines } from "#messages/text-source";
import { localDate } from "#messages/wall-time";
import { CueScanner, type Cue } from "./cues.ts";

export const transcriptImporter: Importer = { id: "transcript", sniff, parse };

/** Cues of one speaker less than this apart are one message, as far as it fits one. */
const MERGE_SECONDS = 2;
const NOBODY = "Speaker";

function sniff({ text, lines }: SniffHead): SniffScore {
  const start = text
    .replace(/^\ufeff/, "")
    .trimStart()
    .slice(0, 200);
  const isTranscript =
    /^WEBVTT(?:\s|$)/.test(start) ||
    (/^\d{1,6}$/.test(start.split(/\r\n|\n|\r/, 1)[0]!.trim()) &&
      /^\d\d:\d\d:\d\d,\d{3} -->/.test(lines.find((line) => line.includes("-->")) ?? ""));
  return { score: isTranscript ? 0.95 : 0, why: isTranscript ? "a transcript" : "no cues" };
}

async function parse(input: ImportInput, options: ImportOptions, context: ImportContext): Promise<RawImport> {
  const collector = new ImportCollector(context);
  const merged = mergeCues(await readCues(input, context, collector));
  const start = startOf(input.names, options);
  const title = stemOf(input.names);
  const thread = collector.thread("");
  thread.kind = "transcript";
  thread.title = title ?? "";
  // Meetings that come again have one name; without a time only their words tell them apart.
  thread.identity = start === null ? `${title ?? ""} ${identityOfWords(merged.map(wordsOf))}` : title;
  thread.peopleAreNamed = true;
  thread.keepsFileOrder = true;
  for (const cue of merged) {
    const name = cue.speaker ?? NOBODY;
    thread.addPerson(name, { name });
    collector.add(thread, {
      line: cue.line,
      sender: name,
      text: cue.text,
      flags: cue.isCut ? ["truncated"] : [],
      ...placeCue(cue, start),
    });
  }
  return collector.finish(start === null ? [question(options)] : []);
}

async function readCues(
  { source }: ImportInput,
  context: ImportContext,
  collector: ImportCollector,
): Promise<Cue[]> {
  const cues: Cue[] = [];
  const scanner = new CueScanner(
    (cue) => {
      collector.beginRecord();
      cues.push(cue);
    },
    (line) => {
      collector.beginRecord();
      collector.addBad(line);
    },
  );
  let number = 0;
  for await (const lines of readLines(source, context)) {
    for (const line of lines) {
      collector.log.noteDamage(line, ++number);
      scanner.push(line, number);
    }
  }
  scanner.finish();
  return cues;
}

type Start = { readonly epochMs: number } | { readonly local: string; readonly precision: "s" | "day" };

/** Zoom writes it in the name of the file: `GMT20261124-091500_Recording.transcript.vtt`. */
const ZOOM_NAME = /^GMT(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)_/;

function startOf(names: readonly string[], { baseDate }: ImportOptions): Start | null {
  if (baseDate !== undefined) {
    const local = isoLocal(baseDate.length === 10 ? `${baseDate}T00:00:00` : `${baseDate.slice(0, 16)}:00`);
    return local === null ? null : { local, precision: baseDate.length === 10 ? "day" : "s" };
  }
  const zoom = names.map((name) => ZOOM_NAME.exec(name)).find((match) => match !== null);
  const epochMs = zoom
    ? Date.parse(`${zoom[1]}-${zoom[2]}-${zoom[3]}T${zoom[4]}:${zoom[5]}:${zoom[6]}Z`)
    : Number.NaN;
  return Number.isNaN(epochMs) ? null : { epochMs };
}

function placeCue({ start: seconds }: Cue, start: Start | null): Partial<RawDraft> {
  if (start === null) return { local: null, precision: "none" };
  if ("epochMs" in start) return { instantMs: start.epochMs + Math.floor(seconds) * 1000 };
  const ms = Date.parse(`${start.local}Z`) + Math.floor(seconds) * 1000;
  return { local: new Date(ms).toISOString().slice(0, 19), precision: start.precision };
}

function wordsOf({ speaker, text }: Cue): readonly [string, string] {
  return [speaker ?? NOBODY, text];
}

function mergeCues(cues: readonly Cue[]): Cue[] {
  const merged: Cue[] = [];
  for (const cue of cues) {
    const last = merged.at(-1);
    if (
      last &&
      last.speaker === cue.speaker &&
      cue.start - last.end <= MERGE_SECONDS &&
      cue.start >= last.start &&
      last.text.length + cue.text.length < MAX_MESSAGE_CHARS
    )
      merged[merged.length - 1] = {
        ...last,
        end: cue.end,
        text: `${last.text} ${cue.text}`,
        isCut: last.isCut || cue.isCut,
      };
    else merged.push(cue);
  }
  return merged;
}

function question({ importedAt, zone }: ImportOptions): ImportQuestion {
  return { kind: "base-date", suggestion: localDate(Date.parse(importedAt), zone) };
}
