/**
 * @file Questions that ask for nothing: "really?", "¿has visto qué frío?", "again??", and a guess behind the question it
 * answers ("what do we owe? 18 each?").
 */

import type { Language } from "#calendar/resolution";

import { LEXICONS } from "./lexicon.ts";
import { fold, foldedWords } from "./text.ts";

/** Whole sentences. Folded, without marks. */
const REACTION =
  /^(?:(?:oh|ah|what|was|quoi|qué|que|cosa|o quê|mdr|lol|haha+|nein|non|no|não|noo+)[\s,!]+)?(?:really|seriously|again|already|still|for real|no way|you think|right|you know|isn't it|or what|wirklich|echt|echt jetzt|ernsthaft|schon wieder|im ernst|oder|ne|gell|vraiment|sérieux|encore|ah bon|c'est vrai|tu crois|davvero|sul serio|di nuovo|ancora|ma dai|dici|vero|a sério|sério|de novo|outra vez|não é|né|verdade|en serio|de verdad|otra vez|verdad|no crees|सच|सच में|फिर से|है ना|จริงเหรอ|จริงดิ|อีกแล้ว(?:เหรอ)?)[\s?!.]*$/u;

/** Did the other one see or hear it: told, not asked. Folded. */
const TELLS: Readonly<Record<Language, RegExp>> = {
  en: /^(?:omg |hey |oh |wow )?(?:(?:did|have) (?:you|u|anyone) (?:see|seen|hear|heard|watch|watched|notice) (?:that|the|what|how|about|last|yesterday)|(?:do you |you )?remember (?!(?:when|where|what|who|how|which|if|to)(?!\p{L}))|guess what|you know what|how (?:cute|cool|funny|mad|crazy) is|who would have thought|can you (?:believe|imagine))/u,
  de: /^(?:boah |oh |hey |und )?(?:(?:hast du|habt ihr|schon) (?:das |den |die |schon )?.{0,40}(?:gesehen|gehört|mitbekommen)|(?:weißt du noch|wisst ihr noch),? (?!(?:wann|wo|was|wer|wie|ob|welche)(?!\p{L}))|weißt du was|wer hätte)/u,
  fr: /^(?:oh |hé |mais )?(?:(?:tu as|t'as|vous avez|as-tu|avez-vous) (?:vu|entendu|regardé) (?:le|la|les|ça|ce|cette|comme)|(?:tu te rappelles|tu te souviens) (?!(?:quand|où|qui|comment|de l'heure|si|ce que)(?!\p{L}))|tu sais quoi|tu imagines)/u,
  it: /^(?:oh |ma |ehi )?(?:(?:hai|avete) (?:visto|sentito|guardato) (?:che|il|la|lo|le|i|come|ieri)|(?:ti ricordi|vi ricordate) (?!(?:quando|dove|cosa|chi|come|a che|se)(?!\p{L}))|sai cosa|sai che)/u,
  pt: /^(?:oh |ei |mas )?(?:(?:viste|viu|viram|ouviste|ouviu) (?:o|a|os|as|que|como|isso|isto)|(?:lembras-te|lembra) (?!(?:quando|onde|quem|como|se)(?!\p{L}))|sabes o quê|já viste)/u,
  es: /^(?:¿\s*)?(?:oye |ay |pero )?(?:¿\s*)?(?:(?:has|habéis|han) (?:visto|oído|escuchado) (?:qué|el|la|lo|los|las|cómo|ayer)|viste (?:el|la|lo|qué)|(?:te acuerdas|os acordáis) (?!(?:cuándo|dónde|quién|cómo|si|a qué)(?!\p{L}))|sabes qué)/u,
  hi: /(?:देखा|सुना|याद है)(?: क्या| न| ना)?\s*\?*$/u,
  th: /(?:ดู|เห็น|ได้ยิน).{0,24}(?:ไหม|มั้ย|ยัง|ปะ)\s*$|จำได้(?:ไหม|มั้ย)/u,
};
/** Sharing a picture or asking for a thing is no talk: "did you see the message about the meeting?" */
const OF_BUSINESS =
  /(?<!\p{L})(?:mail|email|e-mail|message|letter|form|invoice|link|nachricht|brief|formular|rechnung|lien|facture|courrier|messaggio|fattura|modulo|mensagem|fatura|mensaje|correo|factura|key|keys|schlüssel|clés?|chiavi|chaves|llaves|my|mein\p{L}*|mon|ma|mes|mio|mia|meu|minha|mi)(?!\p{L})/u;

export function isIdleQuestion(text: string, language: Language): boolean {
  const folded = fold(text).trim();
  if (REACTION.test(folded)) return true;
  const clauses = folded.split(/[,;]\s/u).slice(-2);
  return clauses.some((clause) => TELLS[language].test(clause)) && !OF_BUSINESS.test(folded);
}

const FEW_WORDS = 4;

/** @param before the sentence before it in its message, or null */
export function isGuess(text: string, before: string | null, language: Language): boolean {
  if (before === null || !/[?？]\s*$/u.test(before)) return false;
  const said = foldedWords(text);
  const { questionWord } = LEXICONS[language];
  const asked = foldedWords(before).some((word) => questionWord.includes(word));
  return (
    asked && said.length <= FEW_WORDS && /\d/u.test(text) && !said.some((word) => questionWord.includes(word))
  );
}
