/**
 * @file Whether a sentence takes on what was asked of nobody in particular: "me", "I can", "I've got one". What has a thing
 * of its own in it ("I have a headache") takes nothing on.
 */

import type { Language } from "#calendar/resolution";
import { list, wordSet } from "#shared/word-lists";

import { fold, segment } from "./text.ts";
import { sameWord } from "./topic.ts";

interface VolunteerWords {
  /** Takes it on without another word. Folded, as are the others. */
  readonly alone: readonly string[];
  /** Needs a word for what was asked for. */
  readonly has: readonly string[];
  /** What may stand behind: pronouns, small numbers, and verbs that say no more than "do". */
  readonly small: ReadonlySet<string>;
}

const WORDS: Readonly<Record<Language, VolunteerWords>> = {
  en: {
    alone: list(
      "me | i could be there | i can be there | i can be in | i'll be there | i can | i could | i will | i'll | i do | i'll do | i can do",
    ),
    has: list("i have | i've | i've got | i got | have"),
    small: wordSet(
      "one ones two three it that them this those some enough plenty several few couple lots spare do bring take help make",
    ),
  },
  de: {
    alone: list(
      "ich | ich bin da | ich bin zuhause | ich bin daheim | ich kann | kann ich | ich mach | ich mache | mach ich | mache ich | ich mach's | ich mach es | ich bring",
    ),
    has: list("ich hab | ich habe | hab ich | habe ich | hab | habe | ich bringe"),
    small: wordSet(
      "welche welchen welches eins eine einen einer ein zwei drei noch genug mehrere das es die den sie da dabei mit mitbringen bringen machen helfen übernehmen",
    ),
  },
  fr: {
    alone: list(
      "moi | je serai là | moi je serai là | je suis là | moi je suis là | je peux | moi je peux | j'en ai | moi j'en ai | je le fais | je m'en charge",
    ),
    has: list("j'ai | moi j'ai"),
    small: wordSet(
      "en un une deux trois quelques-uns quelques-unes plusieurs assez ça cela le la les l' y encore faire apporter ramener amener prendre aider m'en charger occuper",
    ),
  },
  it: {
    alone: list(
      "io | posso | posso io | io posso | ce l'ho | ce l'ho io | ce le ho | ce li ho | ne ho | faccio io | lo faccio io",
    ),
    has: list("ho | io ho | ho io"),
    small: wordSet(
      "uno una un due tre alcuni alcune ne lo la li le questo quello io abbastanza ancora farlo portarlo portarla portarli portarle portare fare aiutare pensarci",
    ),
  },
  pt: {
    alone: list(
      "eu | eu posso | posso | posso eu | eu tenho | tenho eu | faço eu | eu faço | levo eu | eu levo",
    ),
    has: list("tenho"),
    small: wordSet(
      "um uma dois duas três alguns algumas umas uns isso o a os as eu vários várias bastante ainda lá cá fazer levar trazer ajudar tratar disso",
    ),
  },
  es: {
    alone: list("yo | yo puedo | puedo | puedo yo | yo tengo | lo hago yo | yo lo hago"),
    has: list("tengo"),
    small: wordSet(
      "uno una un dos tres unos unas algunos algunas eso lo la los las yo varios varias bastante bastantes hacerlo llevarlo llevarla llevarlos llevarlas traerlo traerla traerlos traerlas llevar traer hacer ayudar",
    ),
  },
  hi: {
    alone: list("मैं | मेरे पास है | मेरे पास हैं"),
    has: list("मेरे पास"),
    small: wordSet(
      "एक दो तीन कुछ ये वो यह वह इसे उसे है हैं कर ला ले दे सकता सकती हूँ हूं करूँगा करूंगा करूँगी करूंगी लाऊँगा लाऊंगा लाऊँगी लाऊंगी दूँगा दूंगा दूँगी दूंगी",
    ),
  },
  th: {
    alone: list(
      "ผม | ฉัน | เรา | หนู | ดิฉัน | ผมเอง | ฉันเอง | เราเอง | หนูเอง | ผมมี | ฉันมี | เรามี | หนูมี | ผมได้ | เราได้ | ฉันได้ | หนูได้",
    ),
    has: list("มี"),
    small: wordSet("หนึ่ง สอง สาม อัน ตัว อยู่ แล้ว เอง ทำ เอา ไป มา ให้ ได้ ช่วย จะ นี้ นั้น มัน ที่ บ้าน"),
  },
};

/** Said around it. */
const POLITE = wordSet(
  "yes yeah yep sure ok okay hey oh ja klar oui sì si sim sí claro bien sûr certo हाँ हां जी ครับ ค่ะ คะ นะ จ้า จ้ะ ค่า",
);

const MAX_WORDS = 8;
/** Shorter words of a request name nothing. */
const MIN_NAMING = 3;

/** @param request the sentence that asked for it */
export const takesUp = (text: string, language: Language, request: string): boolean =>
  [text, ...text.split(CLAUSE)].some((clause) => clauseTakesUp(clause, language, request));

/** "Kann ich machen, bin eh daheim", "I work nights, so I could be there". */
const CLAUSE = /[,;.!–]\s|\s(?:so|also|donc|quindi|então|así que)\s/u;

function clauseTakesUp(text: string, language: Language, request: string): boolean {
  const said = segment(fold(text), language).filter((word) => !POLITE.has(word));
  if (said.length === 0 || said.length > MAX_WORDS) return false;
  const { alone, has, small } = WORDS[language];
  const asked = segment(request, language).filter((word) => word.length >= MIN_NAMING);
  const fits = (word: string): boolean =>
    small.has(word) || asked.some((other) => sameWord(word, other, language));
  return said.some((_, index) => {
    const head = said.slice(0, index + 1).join(language === "th" ? "" : " ");
    const rest = said.slice(index + 1);
    return rest.every(fits) && (alone.includes(head) || (rest.length > 0 && has.includes(head)));
  });
}
