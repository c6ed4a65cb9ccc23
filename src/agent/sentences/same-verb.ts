/**
 * @file Forms of one verb: "send" and "sent", "enviar" and "envié", "schicken" and "abgeschickt". Endings, prefixes and the
 * commonest irregular forms; what they miss are two verbs.
 */

import type { Language } from "#calendar/resolution";
import { wordSet } from "#shared/word-lists";

import { STOP_WORDS } from "./lexicon.ts";
import { ELISION, sameWord } from "./topic.ts";

/** Folded forms that share too few letters, and verbs that say the same of letters, money and things. */
const IRREGULAR: readonly ReadonlySet<string>[] = [
  "bring bringing brought",
  "get got gotten grab grabbed buy bought fetch fetched fetching getting",
  "pick picked collect collected fetch fetched",
  "make made",
  "do did done",
  "think thought",
  "read reading",
  "send sent mail mailed email emailed",
  "bringen bring bringe gebracht mitgebracht vorbeigebracht",
  "nehmen nimm nehme genommen mitgenommen",
  "schreiben schreib schreibe geschrieben",
  "gießen gieß gieße gegossen",
  "sprechen sprich gesprochen",
  "schicken schick schicke geschickt abgeschickt senden gesendet abgesendet gesandt",
  "leihen leih geliehen",
  "waschen wasch gewaschen",
  "werfen wirf geworfen weggeworfen eingeworfen",
  "schneiden schneid geschnitten",
  "prendre prends prenez pris prise prises",
  "chercher cherche cherché récupérer récupère récupérez récupéré récupérée récupérées récupérés",
  "faire fais faites fait faite faites",
  "mettre mets mettez mis mise mises",
  "envoyer envoie envoies envoyez envoyé envoyée envoyées envoyés posté postée poster",
  "écrire écris écrivez écrit écrite",
  "appeler appelle appelles appelez appelé appelée rappeler rappelle rappelles rappelez rappelé rappelée",
  "chiamare chiama chiami chiamo chiamato chiamata richiamare richiama richiami richiamo richiamato",
  "prendere prendi prendete preso presa prese presi",
  "fare fai fate fatto fatta fatte fatti",
  "mettere metti messo messa messe",
  "scrivere scrivi scritto scritta",
  "chiudere chiudi chiuso chiusa",
  "mandare manda mandato mandata mandate mandati inviare invia inviato inviata inviate inviati spedito spedita spedite spediti",
  "fazer faz faça fiz feito feita",
  "trazer traz traga trouxe",
  "pôr põe ponha pus posto posta",
  "enviar envia envie enviei enviado enviada mandar manda mande mandei mandado mandada",
  "hacer haz haced hice hecho hecha",
  "traer trae traje traído",
  "poner pon puse puesto puesta",
  "escribir escribe escribí escrito escrita",
  "enviar envía envié enviado enviada enviadas mandar manda mandé mandado mandada mandadas",
].map(wordSet);

/** Endings of verbs without accents; the longest first. */
const ENDINGS: Readonly<Partial<Record<Language, RegExp>>> = {
  de: /(?:en|et|te|st|t|e)$/u,
  fr: /(?:ees|ez|er|ee|es|e|ir|is|it|ons|re|us?)$/u,
  it: /(?:are|ere|ire|at[oaie]|ut[oaie]|it[oaie]|iamo|o|i|a|e)$/u,
  pt: /(?:ad[oa]s?|id[oa]s?|amos|emos|ar|er|ir|ei|ou|es|e|a|i|o)$/u,
  es: /(?:ad[oa]s?|id[oa]s?|amos|emos|imos|ar|er|ir|es|as|e|a|i|o)$/u,
  hi: /(?:ना|नी|ने|ूँगा|ूंगा|ूँगी|ूंगी|ऊँगा|ऊंगा|ऊँगी|ऊंगी|एगा|एगी|ो|कर)$/u,
};
const MIN_STEM = 3;
/** Vowel signs count as letters of their own, and stems are short: "भर", "ला". */
const MIN_STEM_HI = 2;
const minStem = (language: Language): number => (language === "hi" ? MIN_STEM_HI : MIN_STEM);
const MARKS = /[\u0300-\u036f]/gu;
/** Before e and i these are written otherwise: "pagar", "pagué"; "buscar", "busqué". */
const HARD_ENDING = /(?<=[gq])u$/u;

const SEPARABLE =
  /^(?:ab|an|auf|aus|ein|mit|vor|zu|nach|weg|her|hin|um|los|bei|fest|durch|vorbei|hoch|rüber)(?=\p{L}{4})/u;
const PARTICIPLE_START = /^ge(?=\p{L}{3})/u;

function stemOf(word: string, language: Language): string {
  if (language === "de")
    return word
      .replace(SEPARABLE, "")
      .replace(PARTICIPLE_START, "")
      .replace(ENDINGS.de ?? "", "");
  const plain = word.normalize("NFD").replace(MARKS, "");
  return plain
    .replace(ENDINGS[language] ?? /$/u, "")
    .replace(HARD_ENDING, "")
    .replace(/q$/u, "c");
}

/** @param left and `right`: folded words */
export function sameVerb(left: string, right: string, language: Language): boolean {
  if (sameWord(left, right, language)) return true;
  if (IRREGULAR.some((forms) => forms.has(left) && forms.has(right))) return true;
  const [a, b] = [stemOf(left, language), stemOf(right, language)];
  if (a.length < minStem(language) || b.length < minStem(language)) return false;
  return ENDINGS[language] !== undefined && a === b;
}

/** Of any sentence: what is asked and what is answered both can, must and will. Folded. */
const MODALS: ReadonlySet<string> = wordSet(
  `can could will would should must may might kann kannst können könnt könnte muss musst müssen soll sollte will wollen wird peux peut pouvez peut-on
  pourrais dois doit veux puoi può potete posso possiamo devo deve devi vuoi pode podes podem posso tem tenho puedes puede puedo podéis pueden tengo tiene
  सकते सकता सकती है हैं हो ได้ จะ ต้อง`,
);

const tells = (word: string, language: Language): boolean =>
  !STOP_WORDS[language].has(word) && !MODALS.has(word);

/** True where two texts have a word in common that may be their verb, in whatever form. Words are folded. */
export function shareVerb(left: readonly string[], right: readonly string[], language: Language): boolean {
  const [one, other] = [left, right].map((list) =>
    list.map((word) => word.replace(ELISION, "")).filter((word) => tells(word, language)),
  );
  if (one === undefined || other === undefined) return false;
  return one.some(
    (word) => word.length >= minStem(language) && other.some((said) => sameVerb(word, said, language)),
  );
}
