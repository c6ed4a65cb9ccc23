/**
 * @file Questions and requests that no mark and no first word give away: Thai writes no question marks and asks at the end,
 * Hindi puts its verb and question word there, and a name with "you" makes an errand of a question.
 */

import type { Language } from "#calendar/resolution";

const NEVER = /(?!)/u;
const WORD = String.raw`(?<![\p{L}\p{M}])`;
const WORD_END = String.raw`(?![\p{L}\p{M}])`;

/** Of the folded sentence. */
const ASKS: Readonly<Record<Language, RegExp>> = {
  en: /^(?:so |and |ok |hey )?(?:who(?:'s| is| has| can| brings| wants)|where(?:'s| is| are| do| can| should)|what time|when (?:is|are|do|does|will|can)|how (?:many|much)) (?!.*[.!]$)/u,
  de: /^(?:und |also )?(?:wer|wo|wann|wie viele?|um wie viel uhr) (?!.*[.!]$)/u,
  fr: /^(?:et |bon )?(?:qui (?:a|apporte|vient|peut|prend)|où|à quelle heure|combien de) (?!.*[.!]$)/u,
  it: /^(?:e |ma )?(?:chi|dove|a che ora|quant[iae]) (?!.*[.!]$)/u,
  pt: /^(?:e |mas )?(?:quem|onde|a que horas|quantos|quantas) (?!.*[.!]$)/u,
  es: /^(?:y |pero )?(?:quién|quiénes|dónde|a qué hora|cuándo|cuántos|cuántas) (?!.*[.!]$)/u,
  hi: new RegExp(
    `${WORD}(?:कब|कहाँ|कहां|कौन|किसने|किसके|किसको|कितने बजे|कितने|किधर)${WORD_END}|^क्या .*(?:है|हैं|हो|था|थी|थे|गे|गी|गा)$|${WORD}क्या$`,
    "u",
  ),
  th: /(?:ไหม|มั้ย|มั๊ย|หรือเปล่า|รึเปล่า|หรือยัง|รึยัง)(?:ครับ|ค่ะ|คะ|นะ|อ่ะ|\s)*$|ที่ไหน|ตรงไหน|เมื่อไหร่|เมื่อไร|กี่โมง|กี่คน|วันไหน|เท่าไหร่|เท่าไร|อะไร(?:บ้าง|ดี|ไหม|ครับ|คะ|\s)*$|ทำไม|ยังไง(?:ครับ|คะ|ดี|\s)*$|^ใคร(?!สักคน|ก็|ๆ|ช่วย)|(?:ของ|กับ|คือ|เป็น|มี|ให้)ใคร(?:ครับ|คะ|\s)*$/u,
};

/** True for a sentence that asks without a question mark. */
export const asksWithoutMark = (folded: string, language: Language): boolean => ASKS[language].test(folded);

/** "Mia, druckst du die Plakate?": of these verbs the person spoken to is only asked. */
const ONLY_ASKED_DE = String.raw`bist|hast|weißt|kommst|gehst|willst|möchtest|magst|kennst|siehst|darfst|musst|findest|denkst|meinst|glaubst|fährst|bleibst|wohnst|arbeitest|wirst|warst|hattest|würdest|fühlst|schläfst|brauchst|hörst|liest|isst|trinkst|freust|fliegst|spielst|sollst|verstehst|vermisst|wärst|hättest|erinnerst`;

const REQUESTS: Readonly<Record<Language, RegExp>> = {
  en: NEVER,
  de: new RegExp(`${WORD}(?!(?:${ONLY_ASKED_DE})${WORD_END})\\p{L}{3,}st du (?:\\S.*)\\?$`, "u"),
  fr: new RegExp(
    `${WORD}tu (?:m'|nous |les |le |la )?(?:achètes|apportes|prends|réserves|appelles|envoies|imprimes|récupères|ramènes|passes chercher|t'occupes|fais|prépares|commandes|payes|paies|imprimes|postes|amènes) .*\\?$`,
    "u",
  ),
  it: new RegExp(
    `${WORD}(?!sei|hai|vai|vieni|sai|vuoi|puoi|stai|credi|pensi)\\p{L}{3,}i tu (?:\\S.*)\\?$`,
    "u",
  ),
  pt: new RegExp(
    `${WORD}(?:compras|trazes|levas|imprimes|reservas|ligas|mandas|envias|buscas|tratas|fazes|pagas|marcas|encomendas) (?:tu )?(?:o|a|os|as|um|uma|do|da|para|ao|à) .*\\?$`,
    "u",
  ),
  es: new RegExp(
    `${WORD}(?!eres|tienes|vienes|vas|sabes|quieres|estás|crees|piensas)(?:\\p{L}{3,}[ae]s tú|compras|traes|llevas|imprimes|reservas|llamas|mandas|envías|recoges|encargas|pagas|pides) (?:el|la|los|las|un|una|del|de|al|a|tú)${WORD_END}.*\\?$`,
    "u",
  ),
  hi: new RegExp(
    `(?:${WORD}(?:दो|दीजिए|दीजिएगा|देना|लेना|लाना|आना|करना|रखना|बताना|लो|करो|कीजिए|कीजिएगा))[\\s।!]*$`,
    "u",
  ),
  th: /(?<!นิด)หน่อย(?:นะ|ครับ|ค่ะ|คะ|ได้ไหม|ได้มั้ย|\s)*$|(?<!ยินดี|ขอโทษ|เสียใจ)ด้วย(?:นะ)(?:ครับ|ค่ะ|คะ|จ๊ะ|\s)*$|ได้(?:ไหม|มั้ย)(?:ครับ|คะ|\s)*$/u,
};

/** True for a sentence whose verb or end asks somebody to do something. */
export const endsAsRequest = (folded: string, language: Language): boolean =>
  REQUESTS[language].test(folded.trim());
