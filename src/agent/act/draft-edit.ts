/**
 * @file What a request changes of a draft beside its date: how long it is, until when, where, what it is called ("make it 2
 * hours long", "call it Board meeting"). Only whole sentences of the forms in `edit-forms.ts` are orders, and only of a
 * draft that the chat was about or that they name: the same words are ordinary chat elsewhere.
 */

import { ALL_DATE_WORDS } from "#agent/sentences/lexicon";
import { fold, foldedWords } from "#agent/sentences/text";
import { DEFAULT_DAY_PARTS, LANGUAGES, type Language } from "#calendar/resolution";
import { resolveDate } from "#calendar/resolve-date";

import type { KnownDrafts } from "./cancel-draft.ts";
import { EDIT_FORMS, type EditForms } from "./edit-forms.ts";
import { isCalled } from "./event-name.ts";
import { isDated } from "./request-form.ts";
import { MAX_EVENT_MINUTES } from "./tool.ts";

export type Change =
  | { readonly kind: "length" | "longer" | "shorter"; readonly minutes: number }
  /** A time of day, to be read on the day of the draft. */
  | { readonly kind: "end"; readonly clock: string; readonly language: Language }
  | { readonly kind: "place" | "title"; readonly text: string };

export interface DraftEdit {
  /** What it says is changed, without a word that stands for any draft; empty for "it". */
  readonly about: string;
  readonly change: Change;
}

const MAX_LENGTH = 200;
const MAX_TEXT = 120;
/** Letters of a name in an order, as `edit-forms.ts` has it. */
const MAX_NAME = 40;
/** Sayings and other orders. */
const NO_NAME =
  /^(?:a day|off|it|even|quits|back|again|me|you|him|her|them|us|when|if|before|after|up|out)(?:\s|$)/iu;
const NO_PLACE =
  /calendar|kalender|calendrier|agenda|calendario|calendário|list|liste|lista|end|ende|fin|fine|fim|final/iu;
const QUOTES = /^["'“”„«»‘’\s]+|["'“”„«»‘’\s.!।]+$/gu;
const POLITE_QUESTION =
  /^\s*(?:can|could|would|kannst|könntest|peux|tu peux|pouvez|puoi|potresti|pode|podes|você pode|puedes|podrías)/iu;

/** The edit that a request orders of one of these drafts, or null. */
export function editOf(request: string, language: Language, drafts: KnownDrafts): DraftEdit | null {
  if (drafts.titles.length === 0 || request.length > MAX_LENGTH) return null;
  const edit = readEdit(request, language);
  if (edit === null) return null;
  if (edit.about === "") return drafts.recent ? edit : null;
  const name = { text: edit.about, words: foldedWords(edit.about), isGeneric: false };
  return drafts.titles.some((title) => isCalled(title, "", name, language)) ? edit : null;
}

/** Which language so few words are in is not sure: that of the request first. */
export function readEdit(request: string, language: Language): DraftEdit | null {
  const text = request.normalize("NFC").replaceAll("’", "'").trim();
  if (/[?？]$/.test(text) && !POLITE_QUESTION.test(text)) return null;
  const line = text.replace(/[?？.!।\s]+$/u, "");
  for (const one of [language, ...LANGUAGES.filter((other) => other !== language)]) {
    const edit = editIn(line, one);
    if (edit !== null) return edit;
  }
  return null;
}

function editIn(line: string, language: Language): DraftEdit | null {
  const forms = EDIT_FORMS[language];
  for (const kind of ["title", "place", "length", "longer", "shorter", "end", "moved"] as const) {
    for (const form of forms[kind]) {
      const edit = readForm(line, form, kind, language);
      if (edit !== null) return edit;
    }
  }
  const bare = corrected(forms, language).exec(line)?.groups?.["d"];
  const minutes = bare === undefined ? null : minutesIn(bare, language);
  return minutes === null ? null : { about: "", change: { kind: "length", minutes } };
}

type FormKind = Change["kind"] | "moved";

/** Where a name ends and a length begins only the resolver knows: names of more and more letters are tried. */
function readForm(line: string, form: string, kind: FormKind, language: Language): DraftEdit | null {
  const forms = EDIT_FORMS[language];
  for (let letters = 1; letters <= MAX_NAME;) {
    const found = compiled(form, letters, language).exec(line)?.groups;
    if (found === undefined) return null;
    const change = changeOf(kind, found, language);
    const named = found["o"] ?? "";
    if (change !== null) return { about: nameIn(named, forms), change };
    if (named === "") return null;
    letters =
      nameIn(named, forms) === ""
        ? letters + 1
        : Math.max(letters, named.length - named.search(/[\s']/u) - 1) + 1;
  }
  return null;
}

function changeOf(
  kind: FormKind,
  found: Readonly<Record<string, string | undefined>>,
  language: Language,
): Change | null {
  if (kind === "title") {
    const text = (found["n"] ?? "").replace(QUOTES, "");
    return text === "" || text.length > MAX_TEXT || NO_NAME.test(text) ? null : { kind, text };
  }
  if (kind === "place" || kind === "moved") {
    const text = (found["p"] ?? "").replace(QUOTES, "");
    const isWhen = isDated(fold(text)) || foldedWords(text).some((word) => ALL_DATE_WORDS.has(word));
    if (kind === "moved" && (isWhen || NO_PLACE.test(text))) return null;
    return text === "" || text.length > MAX_TEXT ? null : { kind: "place", text };
  }
  if (kind === "end") {
    const said = found["t"] ?? "";
    const clock = /^\d{1,2}$/.test(said) ? `${EDIT_FORMS[language].clock}${said}` : said;
    return endMinutes(clock, language, "2026-01-05T00:01") === null ? null : { kind, clock, language };
  }
  const minutes = minutesIn(found["d"] ?? "", language);
  return minutes === null ? null : { kind, minutes };
}

const cache = new Map<string, RegExp>();

/** The whole of a line, politeness and fillers around it. */
function compiled(form: string, letters: number, language: Language): RegExp {
  const { opening, closing, it, named } = EDIT_FORMS[language];
  const key = `${language} ${letters} ${form}`;
  const gap = language === "th" ? "\\s*" : "[\\s,:]+";
  const body = form
    .replaceAll(
      /\bO\b/g,
      letters === 1 ? `(?<o>${it}|${named})` : `(?<o>${named.replace("{1,", `{${letters},`)})`,
    )
    .replace(/(?<![\p{L}\\])D(?!\p{Lu}|\p{Ll})/u, "(?<d>.{1,40}?)")
    .replace(/(?<![\p{L}\\])T(?!\p{Lu}|\p{Ll})/u, "(?<t>.{1,30}?)")
    .replace(/(?<![\p{L}\\])P(?!\p{Lu}|\p{Ll})/u, "(?<p>.+?)")
    .replace(/(?<![\p{L}\\])N(?!\p{Lu}|\p{Ll})/u, "(?<n>.+?)");
  const known =
    cache.get(key) ?? new RegExp(`^(?:(?:${opening})${gap})*(?:${body})(?:${gap}(?:${closing}))*$`, "iu");
  cache.set(key, known);
  return known;
}

function corrected({ correction, closing }: EditForms, language: Language): RegExp {
  const gap = language === "th" ? "\\s*" : "[\\s,:]+";
  const key = `${language} correction`;
  const known =
    cache.get(key) ??
    new RegExp(`^(?:(?:${correction})${gap})+(?<d>.{1,40}?)(?:${gap}(?:${closing}|long|lang))*$`, "iu");
  cache.set(key, known);
  return known;
}

const ARTICLE =
  /^(?:the|my|our|der|die|das|den|dem|le|la|les|l'|il|lo|i|gli|o|a|os|as|el|los|las)[\s']+|^l'|\s(?:को|की|का)$/iu;

function nameIn(said: string, { it }: EditForms): string {
  return new RegExp(`^(?:${it})$`, "iu").test(said) ? "" : said.replace(ARTICLE, "");
}

const SOME_DAY = { refEpochMs: Date.UTC(2026, 0, 5, 9), zone: "UTC", dayParts: DEFAULT_DAY_PARTS };

function minutesIn(phrase: string, language: Language): number | null {
  const read = resolveDate(phrase, { ...SOME_DAY, language });
  const isLength = read.kind === "duration" && read.minutes > 0 && read.minutes <= MAX_EVENT_MINUTES;
  return isLength ? read.minutes : null;
}

const MINUTES_PER_DAY = 1440;
const HALF_DAY = 720;

const minuteOfDay = (local: string): number => Number(local.slice(11, 13)) * 60 + Number(local.slice(14, 16));

/** Minutes from a start to a time of day said for the end: the next one the words can mean. Null for no time of day. */
export function endMinutes(clock: string, language: Language, start: string): number | null {
  const day = start.slice(0, 10);
  const refEpochMs = Date.parse(`${day}T00:00Z`);
  const read = resolveDate(`${day} ${clock}`, {
    refEpochMs,
    zone: "UTC",
    language,
    dayParts: DEFAULT_DAY_PARTS,
  });
  // Morning or evening follows from the start.
  const [time] = read.kind === "ask" && read.reason === "am-or-pm" ? read.options : [read];
  if (time?.kind !== "time" || !time.start.local.startsWith(day) || time.end !== undefined) return null;
  const gap =
    (((minuteOfDay(time.start.local) - minuteOfDay(start)) % MINUTES_PER_DAY) + MINUTES_PER_DAY) %
    MINUTES_PER_DAY;
  if (gap === 0) return null;
  // "Until 6" has no half of the day in it; "until 18:00" and "until 6 pm" do.
  const isOpen = /^\D*(?:[1-9]|1[0-2])\D{0,3}$/u.test(clock) && !/[ap]\.?m|बजे/iu.test(clock);
  return isOpen && gap > HALF_DAY ? gap - HALF_DAY : gap;
}
