/**
 * @file Who a sentence puts in charge (spec messages-calendar 3 "Ownership rules"). Code decides; the model is never
 * asked. Where the rules do not decide, the answer is `unclear`, never a guess.
 */

import type { Id, Message, Person, Thread } from "#messages/message";
import { wordSet } from "#shared/word-lists";

import type { Cues } from "./cues.ts";
import { LEXICONS } from "./lexicon.ts";
import { isSuspicious } from "./reading.ts";
import { fold, foldedWords } from "./text.ts";

/** `unclear` is an answer: a group request that names nobody stays unclear until a person assigns it. */
export type Owner =
  | { readonly kind: "me" }
  | { readonly kind: "person"; readonly personId: Id }
  | { readonly kind: "everyone" }
  | { readonly kind: "unclear" };

const UNCLEAR: Owner = { kind: "unclear" };
const EVERYONE: Owner = { kind: "everyone" };
/** Greetings before a name: "hey Ola, could you ...". */
const GREETINGS = wordSet(
  `hey hi hello oh ok okay so and then also btw yes please dear thanks hallo liebe lieber gut also und ach ja dann salut bonjour et bon alors ah
  ciao e allora poi olá oi então hola y pues bueno oye vale अरे और อ้อ`,
);
/** What follows a name that is spoken to without a comma: "Ola can you ...". */
const ADDRESS_FOLLOWERS = wordSet(
  `can could would will please pls plz you u kannst könntest bitte du magst denk denkst peux-tu pourrais-tu tu peux stp pense n'oublie puoi potresti
  ricordati ricorda você vc pode podes poderia puedes podrías tú acuérdate recuerda porfa`,
);
/** "Bea chocolate pls": few words and a polite one behind the name; "Bea says please" is told of her. Folded. */
const WITH_PLEASE =
  /^\s+(?!(?:and|or|said|says|asked|asks|wants|und|oder|sagt|et|dit|e|y|dice)\s)(?:[\p{L}'-]+\s+){1,4}(?:please|pls|plz|bitte|stp|svp|porfa|por favor|per favore|pf)(?!\p{L})/u;
/** "Timo bringst du", "Fede porti tu": behind a name a verb and the pronoun of who is spoken to. Folded. */
const ASKED_VERB = /^\s+[\p{L}'-]{2,20}[\s-](?:you|u|du|tu|você|vc|tú)(?![\p{L}'])/u;
/** "Ola check the weather please". */
const COMMANDS: ReadonlySet<string> = new Set(
  Object.values(LEXICONS).flatMap(({ imperative }) => imperative),
);

/** The owner of what `sentence` of `message` asks, offers or announces. */
export function ownerOf(sentence: string, cues: Cues, message: Message, thread: Thread): Owner {
  if (isSuspicious(message)) return UNCLEAR;
  switch (cues.act) {
    case "offer":
      return ownerFromPerson(message.senderId, thread);
    case "agreement":
      return cues.commits ? ownerFromPerson(message.senderId, thread) : UNCLEAR;
    case "request":
    case "question":
      return addresseeOf(sentence, cues, message, thread);
    case "duty":
    case "suggestion":
    case "decision": {
      const reminded = remindedIn(sentence, message, thread);
      if (reminded !== null) return ownerFromPerson(reminded.id, thread);
      return cues.someone || !cues.everyone ? UNCLEAR : EVERYONE;
    }
    case "statement":
      if (cues.ofSender) return ownerFromPerson(message.senderId, thread);
      if (HAS_SECOND_PERSON.test(fold(sentence))) return otherOfTwo(message, thread);
      return cues.everyone ? EVERYONE : UNCLEAR;
    default:
      return cues.act satisfies never;
  }
}

/** `me` for the person who imported, `unclear` for a sender nobody knows. */
export function ownerFromPerson(personId: string | null, thread: Thread): Owner {
  const person = thread.people.find((candidate) => candidate.id === personId);
  if (person === undefined) return UNCLEAR;
  return person.isSelf ? { kind: "me" } : { kind: "person", personId: person.id };
}

/** True when `owner` is exactly this person. */
export function isOwnedBy(owner: Owner, personId: string | null, thread: Thread): boolean {
  return personId !== null && sameOwner(owner, ownerFromPerson(personId, thread)) && owner.kind !== "unclear";
}

export function sameOwner(left: Owner, right: Owner): boolean {
  if (left.kind === "person" && right.kind === "person") return left.personId === right.personId;
  return left.kind === right.kind;
}

function addresseeOf(sentence: string, cues: Cues, message: Message, thread: Thread): Owner {
  const named = spokenTo(sentence, message, thread);
  if (named === "several") return UNCLEAR;
  if (named !== null) return ownerFromPerson(named.id, thread);
  if (cues.someone) return UNCLEAR;
  if (cues.everyone) return EVERYONE;
  const other = otherOfTwo(message, thread);
  return other.kind === "unclear" && ordersSeveral(sentence, thread) ? EVERYONE : other;
}

/** Whom the sender speaks to where there are only two. */
function otherOfTwo(message: Message, thread: Thread): Owner {
  const isBetweenTwo = thread.kind !== "group" && thread.people.length === 2 && message.senderId !== null;
  const other = thread.people.find((person) => person.id !== message.senderId);
  return isBetweenTwo ? ownerFromPerson(other?.id ?? null, thread) : UNCLEAR;
}

/** "You have the dentist tomorrow at 5", said to one. Folded. */
const HAS_SECOND_PERSON =
  /(?<!\p{L})(?:you have|you've got|du hast|hast du|tu as|t'as|hai (?:la|il|un|una|l')|tens (?:a|o|uma?)|você tem|tienes (?:la|el|una?))(?!\p{L})/u;

/** "Denkt daran", "n'oubliez pas", "portate", "traed": said to several. Folded. */
const ORDERS_SEVERAL =
  /^(?:[\p{L}' ]{1,30}[,:!]\s*)?(?:(?:und|et|e|y|bitte) ){0,2}(?:(?:denkt|vergesst|bringt|schickt|gebt|kommt|nehmt|packt|meldet|tragt|lest|macht|sagt|überweist|füllt)(?!\p{L})|(?:n'oubliez|pensez|apportez|envoyez|prenez|venez|mettez|ramenez|payez|rendez)(?!\p{L})|(?:ricordatevi|non dimenticate|portate|mandate|venite|prendete|compilate|pagate|confermate)(?!\p{L})|(?:não (?:se )?esqueçam|tragam|levem|mandem|enviem|paguem|confirmem|lembrem-se)(?!\p{L})|(?:no (?:os )?olvidéis|no (?:se )?olviden|acordaos|recordad|recuerden|traed|traigan|llevad|mandad|manden|pagad|paguen|confirmad|confirmen)(?!\p{L}))/u;

const ordersSeveral = (sentence: string, thread: Thread): boolean =>
  thread.kind === "group" && ORDERS_SEVERAL.test(fold(sentence).trim());

/** The one person a sentence, or else the beginning of its message, speaks to by name or @mention. */
function spokenTo(sentence: string, message: Message, thread: Thread): Person | "several" | null {
  const others = thread.people.filter((person) => person.id !== message.senderId);
  for (const text of [sentence, message.text.slice(0, 120)]) {
    const found = others.filter((person) => isSpokenTo(text, person));
    if (found.length === 1) return found[0] ?? null;
    if (found.length > 1) return "several";
  }
  return null;
}

function isSpokenTo(text: string, person: Person): boolean {
  const folded = fold(text);
  const full = fold(person.name);
  const first = foldedWords(person.name)[0];
  if (first === undefined) return false;
  return [full, first].some(
    (name) => isMentioned(folded, name) || opensWithName(folded, name) || closesWithName(folded, name),
  );
}

/** "We must ring the plumber, don't forget Ben": behind a comma the name is who is spoken to. Folded. */
const REMINDS =
  /,\s?(?:don't forget|vergiss (?:es |das )?nicht|n'oublie pas|non dimenticar(?:e|telo)|não (?:te )?esqueças|não (?:se )?esqueça|no (?:te )?olvides|no lo olvides)[\s,]+$/u;

function remindedIn(sentence: string, message: Message, thread: Thread): Person | null {
  const end = fold(sentence)
    .trimEnd()
    .replace(/[.!?…\s]+$/, "");
  const found = thread.people.filter(({ id, name }) => {
    const first = foldedWords(name)[0] ?? fold(name);
    return id !== message.senderId && end.endsWith(first) && REMINDS.test(end.slice(0, -first.length));
  });
  return found.length === 1 ? (found[0] ?? null) : null;
}

const isLetter = (character: string | undefined): boolean =>
  character !== undefined && /[\p{L}\p{N}]/u.test(character);

function isMentioned(folded: string, name: string): boolean {
  const at = folded.indexOf(`@${name}`);
  return at >= 0 && !isLetter(folded[at + name.length + 1]);
}

/** "Ola, ..." or "Ola can you ...", after greetings. */
function opensWithName(folded: string, name: string): boolean {
  let rest = folded.trimStart();
  for (let greetings = 0; greetings < 2; greetings += 1) {
    const word = /^[\p{L}'-]{1,12}/u.exec(rest)?.[0];
    if (word === undefined || !GREETINGS.has(word)) break;
    rest = rest.slice(word.length).replace(/^[\s,!]{1,3}/, "");
  }
  if (!rest.startsWith(name)) return false;
  const after = rest.slice(name.length);
  if (/^\s?[,:!?–-]/.test(after)) return true;
  // Thai and Hindi put no comma behind a name.
  if (/^\s+[\u0900-\u097f\u0e00-\u0e7f]/u.test(after)) return isLeading(after);
  if (ASKED_VERB.test(after) || WITH_PLEASE.test(after)) return true;
  const follower = /^\s+([\p{L}'-]{1,20})/u.exec(after)?.[1];
  return follower !== undefined && (ADDRESS_FOLLOWERS.has(follower) || COMMANDS.has(follower));
}

/** What follows asks, so that the name is not who it tells of: "สมชาย ช่วย...", "राज क्या तुम ...". */
const ASKING_STARTS = /^\s+(?:ช่วย|รบกวน|กรุณา|อย่าลืม|ฝาก|ไป|ซื้อ|เอา|พิมพ์|โทร|จอง|ส่ง|รับ|क्या|ज़रा|प्लीज़|कृपया|तुम|आप)/u;
/** "नेहा टिकट बुक कर दो", but "नेहा को बता दो": an order, and no postposition behind the name. Folded. */
const ORDERED_HI =
  /^\s+(?!(?:को|का|की|के|से|ने|में|पर|भी|और|वाला|वाली)(?![\p{L}\p{M}])).*(?:दो|देना|लेना|लाना|आना|करना|रखना|दीजिए|लीजिए)[\s।!]*$/u;
const isLeading = (after: string): boolean => ASKING_STARTS.test(after) || ORDERED_HI.test(after);

/** "..., Ola?" The comma matters: "a gift for Ola?" speaks about Ola. */
function closesWithName(folded: string, name: string): boolean {
  const end = folded.trimEnd().replace(/[.!?…\s]+$/, "");
  if (!end.endsWith(name)) return false;
  const before = end.slice(0, end.length - name.length);
  return /,\s?$/.test(before) || SPOKEN_BEHIND.test(before);
}

/** "Could you bring the accounts Gareth?": behind a whole object a name is who is spoken to. Folded. */
const SPOKEN_BEHIND =
  /(?<!\p{L})(?:can|could|would|will) (?:you|u) (?:(?!(?:to|for|with|from|of|at|by|and|about|like) )\S+ ){1,4}?(?:(?:the|a|an|some|your) (?:(?!(?:to|for|with|from|of|at|by|and|about|like) )\S+ ){1,2}|(?:it|them|that|this|these|those|please|pls) )$/u;
