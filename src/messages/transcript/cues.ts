/** @file Cuts WebVTT and SubRip into cues with their times and speakers (spec messages-calendar 1.10; W3C WebVTT 1). */
import { decodeEntities } from "#messages/entities";
import { MessageLines } from "#messages/message-lines";

export interface Cue {
  readonly line: number;
  /** Seconds since the recording began. */
  readonly start: number;
  readonly end: number;
  /** null when the cue names nobody. */
  readonly speaker: string | null;
  readonly text: string;
  /** There was more text than is kept. */
  readonly isCut: boolean;
}

const TIMING =
  /^\s*(?:(\d{1,4}):)?(\d\d):(\d\d)[.,](\d{3})\s+-->\s+(?:(\d{1,4}):)?(\d\d):(\d\d)[.,](\d{3})(?:\s.*)?$/;
const NOT_A_CUE = /^(?:NOTE|STYLE|REGION)(?:\s|$)/;
/** `<v Mara Lind>` or `<v.loud Mara>`; one cue may hold several. */
const VOICE = /<v(?:\.[^\s>]{1,100})?[ \t]{1,20}([^>\n]{1,200})>/g;
const TAG = /<\/?[A-Za-z0-9:.][^<>\n]{0,200}>/g;
/** Zoom and others: the name in the text. */
const NAMED = /^([\p{L}+][^:<>.?!\n]{0,59}):\s+(?=\S)/u;

export class CueScanner {
  readonly #emit: (cue: Cue) => void;
  readonly #emitBad: (line: string) => void;
  #lines = new MessageLines();
  #firstLine = 0;

  constructor(emit: (cue: Cue) => void, emitBad: (line: string) => void) {
    this.#emit = emit;
    this.#emitBad = emitBad;
  }

  /** Blocks end at empty lines. */
  push(line: string, number: number): void {
    if (line.trim() === "") return this.finish();
    if (this.#lines.lines.length === 0) this.#firstLine = number;
    this.#lines.push(line);
  }

  finish(): void {
    const { lines, isCut } = this.#lines;
    this.#lines = new MessageLines();
    if (lines.length === 0 || NOT_A_CUE.test(lines[0]!) || /^\ufeff?WEBVTT/.test(lines[0]!)) return;
    const at = lines.findIndex((line) => line.includes("-->"));
    const match = TIMING.exec(lines[at] ?? "");
    // Before the timing there may be a name or a number of the cue.
    if (!match || at > 1) return this.#emitBad(lines[0]!);
    const [, h1, m1, s1, f1, h2, m2, s2, f2] = match;
    const span = { start: seconds(h1, m1!, s1!, f1!), end: seconds(h2, m2!, s2!, f2!) };
    for (const { speaker, text } of readPayload(lines.slice(at + 1).join("\n")))
      this.#emit({ line: this.#firstLine, ...span, speaker, text, isCut });
  }
}

function seconds(hours: string | undefined, minutes: string, second: string, milliseconds: string): number {
  return Number(hours ?? 0) * 3600 + Number(minutes) * 60 + Number(second) + Number(milliseconds) / 1000;
}

function readPayload(payload: string): { speaker: string | null; text: string }[] {
  const voices = [...payload.matchAll(VOICE)];
  const parts = voices.map((voice, at) => ({
    speaker: decodeEntities(voice[1]!).trim(),
    text: plain(payload.slice(voice.index + voice[0].length, voices[at + 1]?.index ?? payload.length)),
  }));
  if (parts.length > 0) return parts.filter(({ text }) => text !== "");
  const text = plain(payload);
  const named = NAMED.exec(text);
  if (named) return [{ speaker: named[1]!.trim(), text: text.slice(named[0].length) }];
  return text === "" ? [] : [{ speaker: null, text }];
}

function plain(text: string): string {
  return decodeEntities(text.replace(TAG, "")).trim();
}
