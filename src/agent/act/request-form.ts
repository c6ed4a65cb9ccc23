/**
 * @file The form of a request: which of its words order something, which ask and which forbid (eight languages, by cue
 * words). What is asked or forbidden is never taken for an order
 * (spec messages-calendar, N5: code never guesses silently).
 */

import { ALL_DATE_WORDS } from "#agent/sentences/lexicon";
import { fold, foldedWords } from "#agent/sentences/text";
import { list, wordSet } from "#shared/word-lists";

/** Characters of a request that are read. */
export const MAX_READ = 600;

export interface Clause {
  readonly kind: "order" | "question";
  /** Folded words between single spaces, with a space at both ends; Thai as it is written. */
  readonly line: string;
}

/** "Don't forget to add it" is an order. */
const FORGET =
  /(?:don't|do not|dont|never|not to) (?:let me )?forget(?: to)?|nicht (?:zu )?vergessen|vergiss (?:bitte )?nicht|n'oubliez? (?:surtout )?pas(?: d[e'])?|ne pas oublier(?: d[e'])?|non (?:ti )?(?:dimenticar\p{L}*|scordar\p{L}*)(?: di)?|não (?:se |te )?esqueç\p{L}*(?: de)?|no (?:te |se )?olvid\p{L}*(?: de)?|(?:मत|न) भूल[\p{L}\p{M}]*|भूल[\p{L}\p{M}]* मत|(?:อย่า|ห้าม)ลืม/gu;

/** What follows is forbidden; what stands before is not: "summarise it without adding anything". */
const FORBIDS_AFTER =
  wordSet(`don't dont doesn't didn't won't never not no nor without stop avoid refrain cannot can't mustn't shouldn't
  ne pas jamais rien sans aucun aucune non mai niente nulla senza nessun nessuna não nao nunca nada nem sem nenhum nenhuma
  jamás sin ningún ninguna evita éviter`);
/** As the object of an order they forbid all of it: "add nothing", "ajoute pas ça". */
const FORBIDS_BEFORE = wordSet(
  "nothing none no rien pas aucun aucune niente nulla nessun nessuna nada nenhum nenhuma ningún ninguna",
);
/** How many words may stand between an order and its "nothing". */
const NEAR = 2;
/** In German and Hindi the verb comes last or is taken apart: the whole clause is forbidden. */
const FORBIDS_CLAUSE = wordSet("nicht nichts kein keine keinen keinem keiner nie niemals ohne मत नहीं न बिना");
const FORBIDS_THAI = /อย่า|ไม่|ห้าม|โดยไม่|งด/u;
/** "Keep this out of my calendar." */
const KEEPS_OUT = /\b(?:keep|leave|stay|halte|lass)\b.{0,60}?\b(?:out of|off|alone|aus|raus)\b/u;

const ADVERSATIVE =
  /\s(?:but|yet|aber|sondern|doch|mais|ma|però|mas|porém|pero|sino|लेकिन|मगर|किंतु|पर)\s|แต่(?!ง)/u;
const JOINT = /\s*[,;:–—]\s+|\s(?=(?:and|then|und|dann|et|puis|e|poi|y|luego|और|फिर)\s)|(?=และ|แล้ว)/u;
const JOINING = /^\s*(?:and|then|und|dann|et|puis|e|poi|y|luego|और|फिर|และ|แล้ว)(?=\s|[\u0e00-\u0e7f])\s*/u;
/** The full stops of "3 p.m." and "3. Dezember" end no sentence. */
const SENTENCE_END =
  /(?<=[!?？！।\n])\s*|(?<=\.)(?<!\b\d{1,2}\.(?=\s+(?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)))\s+(?=[\p{Lu}\u0900-\u0e7f¿¡])/u;

/** At the end of an order: "add it, ok?" */
const TAG =
  /^(?:ok|okay|please|right|yes|will you|ja|ok\?|gut|bitte|oui|d'accord|s'il te plaît|stp|va bene|per favore|sì|por favor|sim|tá|vale|sí|ठीक है|प्लीज़|नะ)$/u;
/** Before what is said. */
const FILLERS =
  wordSet(`hey hi hello ok okay so well and then also now please just actually thanks hearth assistant hallo bitte also und dann jetzt
  salut bonjour alors et puis ciao allora e poi olá então y hola entonces कृपया अच्छा और फिर no nein non não yes ja oui sì sim sí`);

const POLITE =
  list(`can you | could you | would you | will you | would you mind | kannst du | könntest du | würdest du | magst du | können sie | könnten sie
  peux-tu | pourrais-tu | tu peux | tu pourrais | pouvez-vous | pourriez-vous | vous pouvez | est-ce que tu peux | est-ce que tu pourrais | veux-tu
  puoi | potresti | mi puoi | riesci a | podes | podias | você pode | você poderia | puedes | podrías | me puedes | quieres`);
/** Of anybody: "¿Puede Max ...?" asks about Max. */
const POLITE_THIRD = list("può | potrebbe | pode | poderia | podia | puede | podría");
const POLITE_HINDI = /(?:सकते|सकती|सकतीं) (?:हैं|हो)|(?:दोगे|दोगी|देंगे|देंगी|दीजिए|दीजिएगा) /u;
const POLITE_THAI = /^(?:กรุณา|รบกวน)?ช่วย|หน่อย|ได้ไหม|ได้มั้ย|ได้หรือเปล่า/u;

const ASKING_WORD =
  wordSet(`what what's whats when when's where where's who who's whom whose which why how whether
  wann wo wer wen wem wessen welche welcher welches warum wieso weshalb wie wieviel wohin woher ob
  quand où qui quel quelle quels quelles pourquoi comment combien qu'est-ce est-ce
  cosa quando dove chi quale quali perché quanto quanti quante cos'è dov'è
  quê onde quem qual quais quantos quantas
  qué cuándo dónde quién quiénes cuál cuáles cómo cuánto cuántos cuánta
  कब कहाँ कहां कौन किसने किसको किसका किसे क्यों कैसे कितना कितने कितनी`);
/** Of one language only at the beginning: elsewhere they are other words. */
const ASKING_OPENER =
  wordSet(`was is are am was were do does did has have had shall should may might will would could can must
  isn't aren't don't doesn't didn't hasn't haven't any anything anyone anybody
  hat haben hast habe ist sind bin war waren wird werden soll sollte sollten sollen muss müssen darf dürfen kann können gibt steht
  as-tu a-t-il a-t-elle ont-ils avez-vous y-a-t-il dois-je est-il que come è c'è ci há está estão tem foi hay está están ha han tiene क्या`);
const ASKING_THAI = /อะไร|เมื่อไหร่|เมื่อไร|ที่ไหน|ใคร|ทำไม|อย่างไร|ยังไง|กี่|ไหม|มั้ย|หรือยัง|หรือเปล่า|วันไหน|อันไหน|เท่าไหร่/u;
/** "Remind me when I booked it", "tell me if it moved". */
const TELLS =
  /^(?:remind me|tell me|show me|let me know|do you know|i (?:want|need|would like) to know|i wonder|check|find out|look up|sag mir|erinnere mich|zeig mir|dis-moi|rappelle-moi|dimmi|ricordami|diz-me|me diga|lembra-me|dime|recuérdame)\b.{0,40}? (?:what|when|where|who|whom|whose|which|why|how|whether|if|ob|was|wann|wo|wer|wie|si|quand|où|qui|ce que|quel|quelle|se|quando|dove|chi|cosa|onde|quem|o que|qué|cuándo|dónde|quién|lo que) /u;

/**
 * What a request orders and asks, without what it forbids.
 *
 * @param orders what orders begin with, folded: a piece of a sentence that opens so is a clause of its own
 * @param spaceless Thai
 */
export function clausesOf(request: string, orders: readonly string[], spaceless: boolean): readonly Clause[] {
  const sentences = request.normalize("NFKC").split(SENTENCE_END);
  return sentences.flatMap((sentence) => {
    const pieces = piecesOf(fold(sentence).replace(FORGET, " "), orders, spaceless);
    const tagged = pieces.length > 1 && TAG.test((pieces.at(-1) ?? "").replace(/[?？!.\s]+$/u, "").trim());
    const asks = /[?？]\s*$/u.test(sentence) && !tagged;
    return pieces.flatMap((piece) => clauseOf(piece, { sentence, asks, orders, spaceless }));
  });
}

/** Pieces of a folded sentence. A list ("the dinner, the lunch or the review") stays in one. */
function piecesOf(sentence: string, orders: readonly string[], spaceless: boolean): readonly string[] {
  return sentence.split(ADVERSATIVE).flatMap((part) =>
    part.split(JOINT).reduce<string[]>((pieces, piece) => {
      const last = pieces.at(-1);
      const own = last === undefined || isFillers(last) || TAG.test(piece.replace(/[?!.\s]+$/u, "").trim());
      if (own || opensClause(piece.replace(JOINING, ""), orders, spaceless)) pieces.push(piece);
      else pieces[pieces.length - 1] = `${last ?? ""} ${piece}`;
      return pieces;
    }, []),
  );
}

function opensClause(piece: string, orders: readonly string[], spaceless: boolean): boolean {
  if (spaceless)
    return orders.some((order) => piece.startsWith(order)) || FORBIDS_THAI.test(piece.slice(0, 6));
  const line = withoutFillers(lineOf(piece));
  const [first = ""] = line.trim().split(" ");
  return (
    FORBIDS_AFTER.has(first) ||
    FORBIDS_CLAUSE.has(first) ||
    ASKING_WORD.has(first) ||
    ASKING_OPENER.has(first) ||
    [...POLITE, ...orders].some((opener) => line.startsWith(` ${opener} `))
  );
}

interface About {
  /** As it was written. */
  readonly sentence: string;
  /** A question mark ends it. */
  readonly asks: boolean;
  readonly orders: readonly string[];
  readonly spaceless: boolean;
}

function clauseOf(piece: string, about: About): readonly Clause[] {
  if (about.spaceless) return thaiClause(piece, about.asks);
  const whole = withoutFillers(lineOf(piece));
  const line = allowed(whole, about.orders);
  if (line === null) return [];
  return [{ kind: isQuestion(whole, line, about) ? "question" : "order", line }];
}

/** Thai denies in front of the verb, and asks at the end. */
function thaiClause(piece: string, asks: boolean): readonly Clause[] {
  const at = piece.search(FORBIDS_THAI);
  const line = (at < 0 ? piece : piece.slice(0, at)).trim();
  if (line === "" || /^(?:ช่วย|กรุณา|โปรด|รบกวน)+$/u.test(line)) return [];
  const polite = POLITE_THAI.test(line);
  return [{ kind: !polite && (asks || ASKING_THAI.test(line)) ? "question" : "order", line }];
}

/** What of a clause is not forbidden; null = nothing. */
function allowed(line: string, orders: readonly string[]): string | null {
  if (KEEPS_OUT.test(line)) return null;
  const tokens = line.trim().split(" ");
  if (tokens.some((word, at) => FORBIDS_CLAUSE.has(word) && !(word === "न" && at === tokens.length - 1)))
    return null;
  const at = tokens.findIndex((word) => FORBIDS_AFTER.has(word) || FORBIDS_BEFORE.has(word));
  if (at < 0) return line;
  const before = ` ${tokens.slice(0, at).join(" ")} `;
  const near = ` ${tokens.slice(Math.max(0, at - NEAR), at).join(" ")} `;
  const ordersNothing =
    FORBIDS_BEFORE.has(tokens[at] ?? "") && orders.some((order) => near.includes(` ${order} `));
  const says = [...orders, ...ASKING_WORD].some((word) => before.includes(` ${word} `));
  return ordersNothing || !says ? null : before;
}

function isQuestion(whole: string, line: string, { sentence, asks, orders }: About): boolean {
  const opener = [...POLITE, ...POLITE_THIRD].find((polite) => whole.startsWith(` ${polite} `));
  const head = beforeOrder(line, orders);
  if (head.split(" ").some((word) => ASKING_WORD.has(word)) || TELLS.test(`${whole.trim()} `)) return true;
  const aboutSomebody = opener !== undefined && POLITE_THIRD.includes(opener) && names(sentence, opener);
  if ((opener !== undefined && !aboutSomebody) || POLITE_HINDI.test(whole)) return false;
  const [first = ""] = whole.trim().split(" ");
  return asks || ASKING_OPENER.has(first) || opener !== undefined;
}

/** The words in front of the first order; all where there is none. */
function beforeOrder(line: string, orders: readonly string[]): string {
  const places = orders.map((order) => line.indexOf(` ${order} `)).filter((place) => place >= 0);
  return line.slice(0, places.length === 0 ? undefined : Math.min(...places) + 1);
}

/** A name follows: "puede Max", not "puede mover". */
function names(sentence: string, opener: string): boolean {
  const at = fold(sentence).indexOf(opener);
  return /^\s+(?:(?:o|a|il|la|el)\s+)?\p{Lu}/u.test(sentence.slice(at + opener.length));
}

const lineOf = (text: string): string => ` ${foldedWords(text.replace(/\bn'(?=\p{L})/gu, "ne ")).join(" ")} `;

const isFillers = (text: string): boolean => withoutFillers(lineOf(text)).trim() === "";

function withoutFillers(line: string): string {
  const tokens = line.trim().split(" ");
  const at = tokens.findIndex((word) => !FILLERS.has(word));
  // "No lo pongas" forbids, "no, ponlo" was parted at its comma.
  const forbids = tokens.slice(0, Math.max(0, at)).findLastIndex((word) => FORBIDS_AFTER.has(word));
  const from = at < 0 ? tokens.length : forbids >= 0 && forbids === at - 1 ? forbids : at;
  return ` ${tokens.slice(from).join(" ")} `;
}

/** A day or a time: "Block Friday 3pm", not "block Max". */
export const isDated = (line: string): boolean =>
  /\d/.test(line) || line.split(" ").some((word) => ALL_DATE_WORDS.has(word));
