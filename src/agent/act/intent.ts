/**
 * @file What a person's request asks the agent to do, read by code from cue words in eight languages. Models of tier S
 * and M are never asked whether to act (spec messages-calendar 3); this decides, and when it cannot, nothing is done.
 */

import { ALL_DATE_WORDS, ALL_STOP_WORDS, LEXICONS } from "#agent/sentences/lexicon";
import { fold, foldedWords } from "#agent/sentences/text";
import type { Language } from "#calendar/resolution";
import { list, wordSet } from "#shared/word-lists";

import { cancelsDraft, DROP_CUES, NO_DRAFTS, withoutIt, type KnownDrafts } from "./cancel-draft.ts";
import { editOf } from "./draft-edit.ts";
import { CUES, DETERMINERS, EVENT_NOUNS, NOUNS_TOO, type Cue } from "./intent-cues.ts";
import type { Intent } from "./intent-kinds.ts";
import { asForward, hasDate } from "./move-form.ts";
import { withoutSameClock } from "./move-shift.ts";
import { clausesOf, isDated, MAX_READ } from "./request-form.ts";
import type { AgentRun } from "./run.ts";

/** What an order is recognised by. */
const OPENING_CUES: readonly string[] = [
  ...new Set([...CUES.filter((cue) => cue.asked !== true).flatMap((cue) => cue.any), ...DROP_CUES]),
];

/**
 * The first intent whose cues the request holds; what it forbids ("don't add it") and only asks about is left out.
 *
 * @param drafts what an order without a word for an event can name
 */
export function readIntent(request: string, language: Language, drafts = NO_DRAFTS): Intent {
  const [first] = readIntents(request, language, drafts);
  return first ?? "chat";
}

/** What the request of a run wants. */
export const intentOf = ({
  intent,
  request,
  language,
}: Pick<AgentRun, "intent" | "request" | "language">): Intent => intent ?? readIntent(request.text, language);

/** All that a request wants, most important first; "ask" where it is nothing but a question. */
export function readIntents(
  request: string,
  language: Language,
  drafts: KnownDrafts = NO_DRAFTS,
): readonly Intent[] {
  const spaceless = language === "th";
  const clauses = clausesOf(asForward(request.slice(0, MAX_READ)), OPENING_CUES, spaceless);
  const orders = clauses.filter(({ kind }) => kind === "order").map(({ line }) => line);
  const all = clauses.map(({ line }) => line);
  const found = CUES.filter((cue) => holds(cue, cue.asked === true ? all : orders, language));
  const intents = new Set(found.map(({ intent }) => intent));
  if (intents.has("tasks") && isOthers(request)) intents.delete("tasks");
  if (orders.some(isEventNoun)) intents.add("add");
  const cancels = orders.some((line) => cancelsDraft(line, drafts, spaceless));
  if (cancels && !intents.has("refuse") && !intents.has("move"))
    return [...new Set<Intent>(["cancel", ...intents])];
  if (!intents.has("refuse") && editOf(request, language, drafts) !== null) return ["edit"];
  if (intents.size > 0) return [...intents];
  const asks = clauses.some(({ kind }) => kind === "question") || /[?？]/.test(request);
  return asks || (all.length > 0 && opensAsQuestion(all[0] ?? "", language)) ? ["ask"] : [];
}

/** Clauses that order this and not something else: folded words between single spaces. */
export function ordersOf(request: string, language: Language, intent: Intent): readonly string[] {
  const clauses = clausesOf(asForward(request.slice(0, MAX_READ)), OPENING_CUES, language === "th");
  return clauses
    .filter(({ kind, line }) => kind === "order" && readIntents(line.trim(), language).includes(intent))
    .map(({ line }) => line);
}

/** Nothing but "an invite draft": the end of "summary -> action items -> invite draft". */
export function isEventNoun(text: string): boolean {
  const bare = fold(text)
    .trim()
    .replace(/[.!]+$/, "")
    .replace(ARTICLE, "");
  return EVENT_NOUNS.has(bare);
}

const ARTICLE = /^(?:an?|the|ein|eine|einen|un|une|una|um|uma)\s+/;

function holds(cue: Cue, lines: readonly string[], language: Language): boolean {
  if (cue.except?.includes(language) === true) return false;
  const spaceless = language === "th";
  const line = lines.join(" ");
  const has = (words: readonly string[]): boolean => words.some((word) => placeOf(word, line, spaceless));
  if (cue.opens === true && !lines.some((one) => opens(cue, one, spaceless))) return false;
  if (cue.bare === true && !lines.every((one) => saysOnlyWhen(one, cue, language))) return false;
  return (
    has(cue.any) &&
    (cue.with === undefined || has(cue.with)) &&
    !(cue.without !== undefined && has(cue.without)) &&
    isDatedFor(cue, lines, language)
  );
}

function opens({ any, dated }: Cue, line: string, spaceless: boolean): boolean {
  if (dated !== undefined && !isDated(line)) return false;
  const start = spaceless ? line.replace(/^(?:ช่วย|กรุณา|รบกวน)+/u, "") : withoutPlea(line);
  return any.some((word) => start.startsWith(spaceless ? word : ` ${word} `));
}

function isDatedFor({ any, dated }: Cue, lines: readonly string[], language: Language): boolean {
  if (dated === undefined) return true;
  return lines
    .filter((line) => any.some((word) => placeOf(word, line, language === "th")))
    .some((line) => (dated === "any" ? isDated(line) : hasDate(line, language, dated)));
}

/** Characters of Thai, which has no words to look at: a date with what leads up to it is no longer. */
const MAX_BARE_THAI = 48;

/** Nothing but the cue, its company and words of dates. */
function saysOnlyWhen(line: string, cue: Cue, language: Language): boolean {
  if (language === "th") return line.length <= MAX_BARE_THAI && cue.any.some((word) => line.startsWith(word));
  return withoutWords(line, [...cue.any, ...(cue.with ?? [])])
    .split(" ")
    .every(
      (word) =>
        word === "" ||
        /\d/.test(word) ||
        ALL_DATE_WORDS.has(word) ||
        ALL_STOP_WORDS.has(word) ||
        BESIDE_DATES.has(word),
    );
}

/** Beside a date, and nothing that is named. */
const BESIDE_DATES = wordSet(
  "am pm h uhr às halb viertel zweiten zweite other second deux due instead rather stattdessen lieber plutôt invece piuttosto melhor mejor",
);

/** Stands there as a word of its own, and not as a noun ("the plan"). */
function placeOf(cue: string, line: string, spaceless: boolean): boolean {
  if (spaceless) return line.includes(cue);
  const padded = ` ${cue} `;
  for (let at = line.indexOf(padded); at >= 0; at = line.indexOf(padded, at + 1)) {
    const before = line.slice(0, at).split(" ").at(-1) ?? "";
    if (!NOUNS_TOO.has(cue) || !DETERMINERS.has(before)) return true;
  }
  return false;
}

/** "Mara's tasks" are not mine. */
const OTHERS =
  /\p{Lu}\p{L}+['’]s (?:\p{Ll}+ )?(?:tasks?|to-?dos?)|(?<![\p{L}])(?:his|her|their|seine|ihre|ses|leurs?|suoi|loro|seus|suas|sus) (?:open )?(?:tasks?|to-?dos?|aufgaben|tâches|compiti|tarefas|tareas)|\p{Lu}\p{L}+s (?:offene |offenen )?Aufgaben|(?:[Tt]asks?|[Tt]o-?dos?|[Aa]ufgaben|tâches|compiti|tarefas|tareas) (?:for|of|von|für|de|di|da|do|per|para|pour|does|do|has|hat) (?!me\b|mich\b|mir\b)(?:the )?\p{Lu}|(?:[Tt]âches|[Cc]ompiti|[Tt]arefas|[Tt]areas) d['’]\p{Lu}/u;
const OTHERS_HINDI = /(?<![\p{L}\p{M}])(?!मेर)[\p{L}\p{M}]+ (?:के|का) काम/u;
const OTHERS_THAI = /งานของ(?!ฉัน|ผม|เรา|ดิฉัน|หนู|ข้าพเจ้า)/u;

const isOthers = (request: string): boolean =>
  OTHERS.test(request) || OTHERS_HINDI.test(request) || OTHERS_THAI.test(request);

const PLEAS =
  list(`please | can you please | can you | could you please | could you | would you | bitte | kannst du bitte | kannst du | könntest du | s'il te plaît
  peux-tu | per favore | puoi | por favor | podes | pode | puedes | कृपया | ช่วย`);

/** Words around an order that are no part of what it is about. */
const POLITE = [
  ...PLEAS,
  ...list(`หน่อย | ด้วย | ein | an event | a meeting called | an appointment | a reminder | an invite | an invitation
  einen termin | un rendez-vous | un évènement | un événement | un evento | un appuntamento | um evento | um compromisso | una cita
  event | to | for | of | about | put | add it | add that | add this | put it in | put that in | trag es ein | trag das ein | trage es ein
  ajoute-le | ajoute-la | ajoute ça | mets-le | mets ça | note-le | aggiungila | segnalo | segnala | adiciona isso | adicione isso | marca isso | añádela | agrégala | apúntala
  anótalo | इसे`),
];

/** A line without the "can you" or "please" it opens with. */
function withoutPlea(line: string): string {
  const plea = PLEAS.find((words) => line.startsWith(` ${words} `));
  return plea === undefined ? line : line.slice(plea.length + 1);
}

const ADDING: readonly string[] = CUES.filter((cue) => cue.intent === "add").flatMap((cue) => cue.any);

const ORDERING: readonly string[] = CUES.flatMap((cue) => cue.any);

/** A line of words between single spaces without those that order something, wherever they stand. */
export const withoutOrderWords = (line: string): string => withoutWords(line, [...ORDERING, ...POLITE]);

/** "Schedule dentist tomorrow at 3 in my calendar": the order's own words at both ends are left out. */
export function withoutOrder(request: string, language: Language): string {
  const ends = [...ADDING, ...POLITE].sort((left, right) => right.length - left.length);
  const spaceless = language === "th";
  let rest = request
    .trim()
    .replace(/[.!?…]+$/, "")
    .replace(PARTED, "$1 ");
  for (let round = 0; round < MAX_ENDS; round += 1) {
    const folded = fold(rest);
    if (folded.length !== rest.length) return rest;
    const opening = ends.find((cue) => folded.startsWith(spaceless ? cue : `${cue} `));
    const closing = spaceless
      ? THAI_CLOSING.exec(folded)?.[0]
      : ends.find((cue) => folded.endsWith(` ${cue}`));
    if (opening === undefined && closing === undefined) return rest;
    rest = rest
      .slice(
        opening?.length ?? 0,
        closing === undefined || opening !== undefined ? undefined : -closing.length,
      )
      .replace(/^[\s,:]+|[\s,:]+$/g, "");
  }
  return rest;
}

const MAX_ENDS = 6;
/** "Put a haircut in for Tuesday". */
const PARTED =
  /^((?:(?:can|could|would) you |please )*(?:put|pencil|slot|book) .{1,80}?) (?:in|down) (?=(?:for|on|at|tomorrow|today|next|this)\b)/iu;
const THAI_CLOSING = /(?:เพิ่ม|ลงปฏิทิน|ใส่ปฏิทิน|ให้|หน่อย|ด้วย|ที|เลย|นะ|ครับ|ค่ะ|คะ)$/u;

/** Words of changing a draft that name no draft. */
const CHANGING =
  list(`please | never mind | bitte | draft | event | events | meeting | appointment | entry | calendar | later | earlier | another | forward
  back | hour | hours | minute | minutes | termin | entwurf | kalender | stunde | stunden | minuten | nach hinten | nach vorne | rendez-vous | brouillon | plus tard
  plus tôt | heure | heures | appuntamento | bozza | più tardi | prima | compromisso | rascunho | mais tarde | mais cedo | cita | borrador
  más tarde | más temprano | hora | horas | बैठक | मीटिंग | घंटा | घंटे | मिनट | कर दो | करो | बाद | पहले
  always | immer | toujours | sempre | siempre | हमेशा
  instead | rather | stattdessen | lieber | doch | plutôt | invece | piuttosto | em vez disso | melhor | mejor | let's`);

/** What of an order to move or cancel is left when its cue words are gone: what it is about. */
export function withoutCues(request: string): string {
  const cues = CUES.filter(({ intent }) => intent === "move" || intent === "cancel")
    .flatMap(({ any }) => any)
    .concat(DROP_CUES);
  const line = withoutIt(withoutSameClock(` ${foldedWords(asForward(request)).join(" ")} `));
  return withoutWords(line, [...cues, ...CHANGING, ...POLITE]);
}

/** A request without the words that order the move, where they come first. */
export function withoutFirstCue(request: string, language: Language): string {
  if (language === "th") return request;
  const line = ` ${foldedWords(asForward(request)).join(" ")} `;
  const places = CUES.filter(({ intent }) => intent === "move" || intent === "cancel")
    .flatMap(({ any }) => any)
    .map((cue) => ({ cue, at: line.indexOf(` ${cue} `) }))
    .filter(({ at }) => at >= 0)
    .toSorted((a, b) => a.at - b.at || b.cue.length - a.cue.length);
  const [first] = places;
  return first === undefined ? line : line.replace(` ${first.cue} `, " ");
}

/** So that two phrases side by side share no space. */
const wide = (text: string): string => text.replaceAll(" ", "  ");

/** A line of words between single spaces without these words and phrases, longest first. */
function withoutWords(line: string, phrases: readonly string[]): string {
  const ordered = phrases.toSorted((a, b) => b.length - a.length);
  return ordered.reduce((rest, phrase) => rest.replaceAll(` ${wide(phrase)} `, " "), wide(line));
}

function opensAsQuestion(line: string, language: Language): boolean {
  const { questionWord, yesNoOpener } = LEXICONS[language];
  if (language === "th") return questionWord.some((word) => line.includes(word));
  const [first = ""] = line.trim().split(" ");
  return (
    questionWord.includes(first) ||
    yesNoOpener.includes(first) ||
    (language === "hi" && [...questionWord, ...yesNoOpener].some((word) => line.includes(` ${word} `)))
  );
}
