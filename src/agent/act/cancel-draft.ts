/**
 * @file Whether an order cancels a draft that it calls by its title ("drop the decorating") or "it", in eight languages. No
 * word says that an event is meant, so the drafts there are decide: what names none of them is no order to cancel one.
 */

import { ALL_DATE_WORDS, ALL_STOP_WORDS } from "#agent/sentences/lexicon";
import { fold, foldedWords, stem, withoutElisions } from "#agent/sentences/text";
import { list, wordSet } from "#shared/word-lists";

import { CANCEL, DELETE, EVENT } from "./intent-cues.ts";

/** What a request can mean by a title or "it". */
export interface KnownDrafts {
  readonly titles: readonly string[];
  /** This chat made or changed one of them. */
  readonly recent: boolean;
}

export const NO_DRAFTS: KnownDrafts = { titles: [], recent: false };

/** Said of much else too: these need a title and no word beside it, or a draft that the chat was about. */
const DROP = [
  ...DELETE,
  ...list(`drop | scrap | ditch | skip | strike | axe | bin | get rid of | streiche | streich | streichen | wirf | schmeiß | laisse tomber | enlève | enlever
    retire | retirer | supprimez | togli | togliere | rimuovi | rimuovere | lascia perdere | salta | tira | tirar | retira | retirar | remove | remova
    remover | suprime | suprimir | quita | quitar | descarta | descartar | निकाल दो | निकालो | छोड़ दो`),
];
/** Verbs in two pieces: both have to be there. */
const PARTED: readonly (readonly [verb: readonly string[], particle: readonly string[]])[] = [
  [list(`sag | sage | sagt | blas | blase`), ["ab"]],
  [["call"], ["off"]],
  [list(`take | cross | strike`), list(`off | out`)],
  [list(`nimm | wirf | schmeiß`), list(`raus | heraus | weg`)],
  [list(`lass | lasse`), list(`ausfallen | fallen | sausen`)],
];

/** Verb and "it" in one word: "annule-le", "annullalo", "cancélala", "cancele-o". */
const WITH_IT =
  /^(?:(?:annule|supprime|efface|enlève|retire|décommande)[rz]?-(?:le|la|les|ça)|(?:annull?a|cancella|elimina|togli|disdici|rimuovi)(?:l[oaie]|mel[oa])|(?:cancél|anúl|elimín|bórr|quít|suprím|desmárc)[ae](?:me)?l[oa]s?|(?:cancel|anul|apag|remov|exclu|elimin|desmarc|desmarqu|apagu|exclui|tir)[aei]-[oa]s?)$/u;
/** The sure ones of these. */
const SURELY_WITH_IT = /^(?:annul|décommand|disdici|cancel(?!l)|cancél|anul|anúl|desm)/u;

const IT =
  wordSet(`it that this them one es das ihn sie dies diesen dieses den die le la les ça cela celui-ci celle-ci lo li questo questa quello
  quella isso isto este esta esto eso ese esa o a इसे उसे यह वह इसको उसको`);
/** Around an order, and what an event is called anyway: not what it is about. */
const BESIDE = wordSet(
  `${[...EVENT].join(" ")} let let's lets want wants like need have has should must again altogether completely entirely
  after all anyway instead now then already soon thing one session class lesson slot please just actually sorry thanks ok okay
  möchte will muss müssen wollen sollten doch lieber wieder ganz ding sache stunde bitte mal jetzt
  veux voudrais faut falloir truc chose séance finalement voglio vorrei dobbiamo devo cosa lezione favore
  quero queria preciso vamos favor coisa aula quiero quisiera necesito vamos clase favor cosa
  कर करो करें दो दें दीजिए दीजिएगा देना वाला वाली वाले कृपया प्लीज़ चीज़ अब`,
);
/** Begins why, behind what is meant. */
const REASON = wordSet(
  `because since as so i i'm i'll we we're she he they my weil da denn ich wir parce car je j'ai on nous perché poiché
  siccome io sono porque pois já eu estou ya yo estoy क्योंकि मैं मुझे`,
);
/** The least two words share that are one compound and its part: "Zahnarzttermin". */
const MIN_SHARED = 5;

/** What opens such an order, for telling one clause from the next. */
export const DROP_CUES: readonly string[] = [
  ...new Set([...CANCEL, ...DROP, ...PARTED.flatMap(([verb]) => verb)]),
];

/**
 * True for an order to cancel one of the drafts.
 *
 * @param line of a clause (request-form.ts)
 * @param spaceless Thai
 */
export function cancelsDraft(line: string, drafts: KnownDrafts, spaceless: boolean): boolean {
  if (drafts.titles.length === 0) return false;
  return spaceless ? cancelsThai(line, drafts) : cancelsNamed(withoutElisions(line), drafts);
}

function cancelsNamed(line: string, { titles, recent }: KnownDrafts): boolean {
  const order = withoutVerb(line);
  if (order === null) return false;
  const object = objectOf(order.rest);
  if (object.length === 0) return recent || (order.sure && order.namesIt);
  return titles
    .map((title) => foldedWords(withoutElisions(title)).filter(isTelling).map(stem))
    .some(
      (title) =>
        object.every((word) => holds(title, word)) ||
        (order.sure && title.length > 0 && title.every((word) => holds(object, word))),
    );
}

interface Order {
  /** Its words without the verb. */
  readonly rest: readonly string[];
  /** Nothing but plans is cancelled so. */
  readonly sure: boolean;
  readonly namesIt: boolean;
}

function withoutVerb(line: string): Order | null {
  const tokens = line.trim().split(" ");
  const withIt = tokens.find((word) => WITH_IT.test(word));
  if (withIt !== undefined) {
    const rest = tokens.filter((word) => word !== withIt);
    return { rest, sure: SURELY_WITH_IT.test(withIt), namesIt: true };
  }
  const namesIt = tokens.some((word) => IT.has(word));
  for (const [verbs, particles] of PARTED) {
    const [verb, particle] = [verbs, particles].map((words) => tokens.find((word) => words.includes(word)));
    if (verb !== undefined && particle !== undefined)
      return { rest: tokens.filter((word) => word !== verb && word !== particle), sure: true, namesIt };
  }
  for (const [verbs, sure] of [
    [CANCEL, true],
    [DROP, false],
  ] as const) {
    const verb = verbs.toSorted((a, b) => b.length - a.length).find((words) => line.includes(` ${words} `));
    if (verb !== undefined) return { rest: line.replace(` ${verb} `, " ").trim().split(" "), sure, namesIt };
  }
  return null;
}

/** A line between spaces without verbs that have their "it" in them. */
export const withoutIt = (line: string): string =>
  line
    .split(" ")
    .filter((word) => !WITH_IT.test(word))
    .join(" ");

/** Stems of what an order is about, up to the reason it gives. */
function objectOf(tokens: readonly string[]): readonly string[] {
  const object: string[] = [];
  for (const token of tokens) {
    if (object.length > 0 && REASON.has(token)) break;
    if (isTelling(token) && !isOfDate(token)) object.push(stem(token));
  }
  return object;
}

const isTelling = (word: string): boolean => !ALL_STOP_WORDS.has(word) && !BESIDE.has(word) && !IT.has(word);

const isOfDate = (word: string): boolean => /\d/.test(word) || ALL_DATE_WORDS.has(word.replace(/'s$/u, ""));

const holds = (words: readonly string[], word: string): boolean =>
  words.some((other) => isSameWord(word, other));

const isSameWord = (left: string, right: string): boolean =>
  left === right ||
  (Math.min(left.length, right.length) >= MIN_SHARED && (left.startsWith(right) || right.startsWith(left)));

const CANCEL_THAI = /ยกเลิก|ลบ|เอาออก|ตัดออก/u;
const BESIDE_THAI =
  /(?:กรุณา|ช่วย|รบกวน|โปรด|นัดหมาย|นัด|ร่าง|กิจกรรม|การ|อันนี้|อันนั้น|รายการนี้|มัน|นี้|นั้น|ออก|ให้|หน่อย|ด้วย|เลย|ที|แล้ว|ครับ|ค่ะ|คะ|นะ|\s)+/gu;
const IT_THAI = /มัน|อันนี้|อันนั้น|รายการนี้/u;

const bareThai = (text: string): string => fold(text).replace(CANCEL_THAI, "").replace(BESIDE_THAI, "");

function cancelsThai(line: string, { titles, recent }: KnownDrafts): boolean {
  if (!CANCEL_THAI.test(line)) return false;
  const object = bareThai(line);
  if (object === "") return recent || (line.includes("ยกเลิก") && IT_THAI.test(line));
  // A date may follow.
  return titles.map(bareThai).some((title) => title !== "" && (object.startsWith(title) || title === object));
}
