/**
 * @file Orders that begin no sentence or hold their object in the verb: "il contratto è qui, firmalo entro il 30", "apporte-le",
 * "the form is on the table, sign it today"; who has to pay how much; and until when one has to speak up.
 */

import type { Language } from "#calendar/resolution";

import { eachLanguage } from "./each-language.ts";
import { END_ALONE, oneOf, pattern } from "./whole-words.ts";

/** Begins a clause, behind a joining word or a name; an address on the web may stand before it. */
const CLAUSE = String.raw`(?:^|[,;:.!–—]\s|\s-\s|https?:\S+\s|(?<!\p{L})(?:e|y|et|und|and|poi|luego|depois|puis|então|entonces|allora|per favore|por favor|porfa)\s)(?:(?:please|bitte|per favore|por favor|porfa)\s)?`;

/** Stems of verbs of command without accents; those of looking, telling and letting ask for nothing. */
const COMMANDS: Readonly<Partial<Record<Language, RegExp>>> = {
  it: pattern(
    `${CLAUSE}${oneOf("firma | porta | riporta | prendi | riprendi | chiama | richiama | manda | compra | paga | stampa | metti | ritira | leggi | scrivi | invia | spedisci | prenota | restituisci | avvisa | butta | chiudi | compila | controlla | consegna | ordina | pulisci | lava | svuota | sistema | ripara | aggiorna | togli | rinnova | disdici | presta")}(?:lo|la|li|le|mi|ci|gli|ne|melo|mela|meli|mele|celo|cela|glielo|gliela)${END_ALONE}`,
  ),
  es: pattern(
    `${CLAUSE}${oneOf("firma | lleva | trae | coge | llama | manda | compra | paga | imprime | pon | recoge | lee | escribe | envia | reserva | devuelve | avisa | tira | cierra | rellena | revisa | entrega | pide | limpia | lava | arregla | guarda | haz | busca | saca | sube | renueva | cancela | pasa")}(?:lo|la|los|las|le|les|me|nos|melo|mela|melos|melas|selo|sela)${END_ALONE}`,
  ),
  pt: pattern(
    `${CLAUSE}${oneOf("assina | leva | traz | traga | compra | paga | imprime | poe | envia | manda | reserva | devolve | avisa | fecha | preenche | entrega | pede | limpa | lava | arruma | guarda | busca | liga | renova | cancela | assine | leve | compre | pague | imprima | envie | mande | reserve | devolva | avise | feche | preencha | entregue")}-(?:o|a|os|as|lo|la|me|nos|lhe|lhes|mo|ma|lho|lha|no|na)${END_ALONE}`,
  ),
  fr: pattern(
    `${CLAUSE}(?!${oneOf("dis | dites | regarde | regardez | laisse | laissez | crois | croyez | imagine | excuse | excusez | pardonne | ecoute | fais | faites | aide | est | sont | a | parle | parlez | embrasse | attends | voila | appelle")}-)\\p{L}{3,}[ezs]-(?:le|la|les|lui|leur|moi|nous)${END_ALONE}|${CLAUSE}(?:fais|faites|appelle|appelez|parle|parlez|aide)-(?:le|la|les|lui|leur)${END_ALONE}`,
  ),
  en: pattern(
    `(?:[,;:.!–—]\\s|\\s-\\s|https?:\\S+\\s|(?<!\\p{L})(?:so|and) )(?:please )?${oneOf("sign | bring | take | fetch | collect | pick | send | post | pay | print | return | book | buy | order | wash | fill | read | renew | cancel | submit | upload | forward")} (?:it|them)${END_ALONE}`,
  ),
  de: pattern(
    `(?:[,;:.!–—]\\s|\\s-\\s|https?:\\S+\\s)${oneOf("bring | hol | nimm | schick | sende | zahl | bezahl | druck | kauf | unterschreib | fülle? | lies | leg | stell | räum | gib | wirf | ruf | überweis | bestell | buch | prüf")}e? (?:ihn|sie|es|das|mir|uns|ihm|ihr)${END_ALONE}`,
  ),
};

/** Verb and object in one word are told without accents, which Spanish adds: "fírmalo". */
const bare = (folded: string): string => folded.normalize("NFD").replace(/[\u0300-\u036f]/gu, "");

const UNMARKED: ReadonlySet<Language> = new Set(["it", "es", "pt", "fr"]);

/** True for a sentence with an order anywhere in it whose object is a pronoun. */
export function ordersIt(folded: string, language: Language): boolean {
  if (/[?？]/u.test(folded)) return false;
  return COMMANDS[language]?.test(UNMARKED.has(language) ? bare(folded) : folded) === true;
}

const MONEY = String.raw`(?:[£$€]\s?\d[\d.,]*|\d[\d.,]*\s?(?:€|£|\$|euros?|eur|pounds?|quid|bucks|dollars?|rupees|reais|pesos|chf|franken|francs?|रुपये|रुपए|₹|บาท)?|₹\s?\d[\d.,]*)`;

/** Says how much whoever is spoken to has to pay; without a sum ("you owe me a smile") nobody pays. */
const OWED: Readonly<Record<Language, RegExp>> = {
  en: pattern(
    `(?<!\\p{L})(?:you|everyone|everybody|each of you|you all|you both|you guys) (?:all |both |each |still )*(?:owes?|need to (?:pay|give|send|transfer)|have to (?:pay|give|send|transfer)|must (?:pay|give|send)) (?:to )?(?:me |us |him |her |\\p{L}+ )?${MONEY}`,
  ),
  de: pattern(
    `(?<!\\p{L})(?:du schuldest|ihr schuldet|sie schulden|jeder schuldet|(?:du musst|ihr müsst|sie müssen|jeder muss)(?! \\p{L}+ warten)) (?:(?:mir|uns|ihm|ihr|noch|jeweils|je|jeder|bitte|\\p{L}+) ){0,3}${MONEY}(?!\\s?(?:uhr|minuten|stunden|tage|wochen|seiten|mal))`,
  ),
  fr: pattern(
    `(?<!\\p{L})(?:(?:tu |vous )?(?:me|nous|lui) (?:dois|devez|doit)|(?:tu dois|vous devez|il faut) (?:me |nous |lui )?(?:payer|donner|verser|rembourser|virer)) (?:encore |chacune? )*${MONEY}`,
  ),
  it: pattern(
    `(?<!\\p{L})(?:(?:mi|ci|gli) (?:devi|dovete|deve)|(?:devi|dovete) (?:darmi|darci|pagarmi|pagare|versarmi|mandarmi)) (?:ancora |tutti )*${MONEY}`,
  ),
  pt: pattern(
    `(?<!\\p{L})(?:deves-me|devem-me|(?:você |vocês |tu )?me dev[eo]m?|(?:tens|têm|tem|vocês têm) (?:que|de) me (?:pagar|dar)|(?:tens|têm) (?:que|de) (?:pagar-me|dar-me)) (?:ainda |cada um )*${MONEY}`,
  ),
  es: pattern(
    `(?<!\\p{L})(?:(?:me|nos|le) (?:debes|debéis|deben|debe)|(?:tienes|tenéis|tienen) que (?:darme|pagarme|pagar|darnos|pagarnos|hacerme un bizum de)) (?:todavía |aún |cada uno )*${MONEY}`,
  ),
  hi: pattern(
    `(?:तुम्हें|आपको|सबको|तुम लोगों को) .*${MONEY}.*(?:देने|चुकाने|भेजने) (?:हैं|है|होंगे|पड़ेंगे)|(?:तुम|आप) पर .*${MONEY} (?:बाक़ी|बाकी|उधार)`,
  ),
  th: pattern(`(?:ต้องจ่าย|ต้องโอน|ค้าง|ติดหนี้|ช่วยโอน|โอนมา)(?:ให้)?(?:ผม|ฉัน|เรา|หนู|พี่|เงิน|คนละ|\\s)*\\s*${MONEY}`),
};

export const owes = (folded: string, language: Language): boolean => OWED[language].test(folded);

/** A debt told behind something else: ", you need to pay me 25 each". */
const SPLICE = eachLanguage((language) => pattern(String.raw`(?:,|\s-)\s+(?=${OWED[language].source})`));
/** Letters before it that make a sentence of their own. */
const MIN_HEAD = 20;

/** The sentence, or its two halves where a debt is only spliced on. */
export function withoutDebt(sentence: string, language: Language): readonly string[] {
  const found = SPLICE[language].exec(sentence.toLowerCase());
  if (found === null || found.index < MIN_HEAD) return [sentence];
  return [sentence.slice(0, found.index), sentence.slice(found.index + found[0].length)];
}

/** Tells what one has to do who wants something; the date stands with what they have to do. Folded. */
const SPEAKS_UP: Readonly<Partial<Record<Language, RegExp>>> = {
  en: /^(?:if you|anyone who|whoever|if anyone|those who) [^,]+?,? (?:please |then |just |needs? to |should |must )*(?:call|ring|contact|email|text|message|tell|let|reply|write|register|sign up|book|pay|submit|apply|rsvp|send|drop)(?!\p{L})/u,
  de: /^(?:wer|wenn (?:du|ihr|sie|jemand)|falls (?:du|ihr|sie|jemand)|sollten sie) [^,]+, (?:bitte |dann |der |soll |sollte |muss )*(?:\p{L}+t|meld\p{L}*|ruf\p{L}*|schreib\p{L}*|sag\p{L}*|gib|geben|trag\p{L}*|zahl\p{L}*|überweis\p{L}*) (?!\p{L}+ sich freuen)/u,
  fr: /^(?:si (?:vous|tu|quelqu'un)|ceux qui|pour ceux qui|qui veut) [^,]+, (?:merci de |il faut |veuillez )?(?:\p{L}+ez|\p{L}+ez-vous|\p{L}+-(?:nous|moi)|\p{L}+(?:er|ir|re))(?!\p{L})/u,
  it: /^(?:se (?:vuoi|volete|vuole|qualcuno|hai|avete|desideri|desidera)|chi) [^,]+?,? (?:per favore )?(?:chiam\p{L}+|scriv\p{L}+|contatt\p{L}+|dica|avvis\p{L}+|iscriv\p{L}+|mand\p{L}+|telefon\p{L}+|pagh?\p{L}+|rispond\p{L}+)(?!\p{L})/u,
  pt: /^(?:se (?:quiser\p{L}*|precisar\p{L}*|alguém|desejar\p{L}*)|quem) [^,]+?,? (?:por favor )?(?:lig\p{L}+|avis\p{L}+|contact\p{L}+|escrev\p{L}+|inscrev\p{L}+|mand\p{L}+|envi\p{L}+|diga\p{L}*|respond\p{L}+|pagu?\p{L}+)(?!\p{L})/u,
  es: /^(?:si (?:quieres|queréis|quieren|quiere|necesitas?|necesita|alguien|desea)|quien|el que|los que) [^,]+?,? (?:por favor )?(?:llam\p{L}+|avis\p{L}+|llám\p{L}+|contact\p{L}+|escrib\p{L}+|apúnt\p{L}+|inscríb\p{L}+|que (?:avise|llame|se apunte|escriba|lo diga|pague)|mand\p{L}+|envi\p{L}+|respond\p{L}+)(?!\p{L})/u,
};

/** "If you need to change the appointment, call us before 30 November": a date to know, for whoever wants that. */
export const asksWhoWants = (folded: string, language: Language): boolean =>
  SPEAKS_UP[language]?.test(folded.trim()) === true;
