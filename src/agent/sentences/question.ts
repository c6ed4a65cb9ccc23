/** @file What a question asks for (a person, a time, a place, an amount, a code) and which of its words to search for. */

import type { Language } from "#calendar/resolution";
import { list } from "#shared/word-lists";

import { LEXICONS, STOP_WORDS } from "./lexicon.ts";
import { foldedWords, segment } from "./text.ts";

export type AnswerType = "person" | "time" | "place" | "amount" | "code" | "any";

export interface Question {
  readonly text: string;
  readonly language: Language;
  readonly type: AnswerType;
  /** Folded words that carry meaning, in order, each once. */
  readonly words: readonly string[];
}

/** What asks for an amount without an opener: "was kostet die Karte?" */
const PRICES = list(
  "cost | costs | price | kostet | kosten | preis | coûte | prix | costa | costano | prezzo | custa | preço | cuesta | precio | कीमत | दाम | ราคา",
);

/** Openers by what they ask for, all languages together: no word asks for two things in two languages but "wer"/"who". */
const OPENERS: readonly (readonly [AnswerType, readonly string[]])[] = [
  [
    "code",
    list(`code | pin | password | passwort | kennwort | mot de passe | codice | código | codigo | senha | contraseña | कोड
    पासवर्ड | รหัส | number of | telefonnummer | phone number`),
  ],
  [
    "amount",
    list(`how much | how many | what does it cost | wie viel | wie viele | wieviel | combien | quanto | quanta | quanti
    quantos | quantas | cuánto | cuanto | cuántos | cuánta | कितना | कितने | कितनी | เท่าไหร่ | เท่าไร | กี่บาท | กี่คน`),
  ],
  [
    "time",
    list(`when | what time | which day | what day | until when | wann | um wie viel uhr | an welchem tag | quand | à quelle heure
    quel jour | quando | a che ora | que horas | cuándo | cuando | a qué hora | कब | कितने बजे | เมื่อไหร่ | เมื่อไร | กี่โมง | วันไหน`),
  ],
  ["place", list("where | wo | wohin | où | dove | onde | dónde | donde | कहाँ | कहां | किधर | ที่ไหน | ตรงไหน")],
  [
    "person",
    list(
      "who | whose | whom | wer | wem | wen | wessen | qui | chi | quem | quién | quien | कौन | किसने | किसको | किसके | किसकी | किसका | ใคร",
    ),
  ],
];

const OPENER_WORDS: ReadonlySet<string> = new Set(
  OPENERS.filter(([kind]) => kind !== "code").flatMap(([, openers]) => openers.flatMap((o) => o.split(" "))),
);

/** Words of asking itself, in every language: they stand in no answer. */
const ASKING: ReadonlySet<string> = new Set(
  list(`tell | know | find | search | look | remember | say | said | tell me | again | did | does | sagen | weiß | gesagt | sagte
    dit | sait | cherche | detto | dice | trova | disse | sabe | dijo | busca | क्या | बताओ | था | थी | हैं | बताइए | ครับ | ค่ะ | คะ | บอก | messages | message | chat`),
);

/** Verbs of beginning and taking place: "wann geht der Umzug los?" is answered by "der Umzug ist um 9". */
const BEGINS: ReadonlySet<string> = new Set(
  list(`start | starts | started | begin | begins | begun | kick | kicks | off | take | takes | place | happen | happens | geht | gehts | geht's | gehen | los | losgeht
    losgehen | beginnt | beginnen | anfangen | anfängt | fängt | fangen | starten | startet | stattfindet | findet | statt | commence | commencer | débute
    débuter | démarre | lieu | inizia | iniziare | comincia | cominciare | parte | começa | começar | inicia | empieza | empezar | comienza | comenzar
    शुरू | होगी | होगा | होगे | เริ่ม`),
);

/** Verbs that say little of what is asked about. Folded. */
const GENERAL_VERBS: ReadonlySet<string> = new Set(
  list(`leave | leaves | leaving | go | goes | going | come | comes | coming | get | gets | getting | bring | brings | bringing | pay | pays | paid | take | takes
    taking | make | makes | give | gives | see | want | wants | need | needs | meet | meeting | use | put | let | keep | look | work | works | ask | call | send | buy
    bringt | bringen | mitbringen | kommt | kommen | holt | holen | geht | gehen | fährt | fahren | zahlt | zahlen | macht | machen | nimmt | nehmen | gibt | geben | braucht | brauchen
    prend | prendre | vient | venir | va | vont | apporte | apporter | paie | payer | fait | faire | donne | donner
    porta | portare | viene | venire | prende | prendere | paga | pagare | fa | fare | dà | dare
    leva | levar | vem | vir | vai | traz | trazer | pagar | faz | fazer | dá | dar
    lleva | llevar | ir | trae | traer | hace | hacer
    लाएगा | लाएगी | आएगा | आएगी | जाएगा | जाएगी | देगा | देगी | करेगा | करेगी`),
);

export const isGeneralVerb = (word: string): boolean => GENERAL_VERBS.has(word);

const MAX_WORDS = 12;
const MAX_QUESTION_LENGTH = 400;

export function readQuestion(text: string, language: Language): Question {
  const cut = text.slice(0, MAX_QUESTION_LENGTH);
  const folded = ` ${foldedWords(cut).join(" ").replaceAll("'s ", " ")} `;
  const asks = (opener: string): boolean =>
    language === "th" ? folded.includes(opener) : folded.includes(` ${opener} `);
  const opened = OPENERS.find(([, openers]) => openers.some(asks))?.[0];
  const type = opened ?? (PRICES.some(asks) ? "amount" : "any");
  const skip = (word: string): boolean =>
    STOP_WORDS[language].has(word) ||
    STOP_WORDS.en.has(word) ||
    LEXICONS[language].questionWord.includes(word) ||
    OPENER_WORDS.has(word) ||
    ASKING.has(word);
  const said = segment(cut, language).map((word) => word.replace(/'s$/u, ""));
  const words = [...new Set(said)].filter((word) => word.length > 1 && !skip(word));
  // "Who brings the cables tomorrow?": the answer seldom repeats the day.
  const dateWords = LEXICONS[language].dateWord;
  const lasting = words.filter((word) => !dateWords.includes(word));
  const told = lasting.length > 0 ? lasting : words;
  const named = type === "time" ? told.filter((word) => !BEGINS.has(word)) : told;
  return { text: cut, language, type, words: (named.length > 0 ? named : told).slice(0, MAX_WORDS) };
}
