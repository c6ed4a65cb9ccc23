/**
 * @file What was decided, in a claim: agreed to, refused, called off. A model that turns "on the table" into "approved" copies
 * every name and number; the decision itself must stand in the messages, in whichever words.
 */

import { LEXICONS } from "#agent/sentences/lexicon";
import { negationCount } from "#agent/sentences/negation";
import { fold, foldedWords } from "#agent/sentences/text";
import type { Language } from "#calendar/resolution";

interface Decision {
  /** How a claim says it. */
  readonly said: RegExp;
  /** What else in a message bears it out. */
  readonly heard: RegExp;
  /** "No" and "can't" say it as well. */
  readonly byNegation: boolean;
}

const DECISIONS: readonly Decision[] = [
  {
    said: /(?<!\bdis)\b(?:approv(?:ed|es|al)|agreed|consent(?:ed|s)?|authori[sz]ed|genehmigt|zugestimmt|bewilligt|approuvée?s?|approvat[oaei]|aprovad[oa]s?|aprobad[oa]s?)\b|मंज़ूर|मंजूर|सहमत|อนุมัติ|ยินยอม/u,
    heard:
      /approv|agree|consent|authori[sz]|accept|deal|confirm|👍|👌|✅|genehm|zustimm|zugestimmt|einverstanden|bewillig|d'accord|accord|valid|appro|accett|aprov|aceit|concord|aprob|acept|acuerdo|ठीक|हाँ|हां|मंज|सहमत|स्वीक|ตกลง|ได้|อนุมัติ|ยินยอม|เห็นด้วย|โอเค|\bi(?:'ll| will)\b|\bwill do\b|\bcount me in\b/u,
    byNegation: false,
  },
  {
    said: /\b(?:reject(?:ed|s)|refus(?:ed|es)|declin(?:ed|es)|denied|denies|turned down|abgelehnt|verweigert|refusée?s?|rifiutat[oaei]|recusad[oa]s?|rechazad[oa]s?)\b|अस्वीकार|ปฏิเสธ/u,
    heard:
      /reject|refus|declin|den(?:y|ied)|turn(?:ed|ing)? down|lehn|verweiger|rifiut|recus|rechaz|अस्वीकार|मना|ปฏิเสธ/u,
    byNegation: true,
  },
  {
    said: /\b(?:cancell?ed|called off|abgesagt|storniert|annulée?s?|annullat[oaei]|cancelad[oa]s?)\b|रद्द|ยกเลิก/u,
    heard:
      /cancel|call(?:ed|ing)? (?:it )?off|absag|abgesagt|stornier|fällt|ausfall|annul|suprim|रद्द|ยกเลิก|งด|❌/u,
    byNegation: true,
  },
];

/** True when the claim says that something was decided and no cited message does. @param language of the messages */
export function newDecision(claim: string, source: string, language: Language): boolean {
  const [said, given] = [fold(claim), fold(source)];
  return DECISIONS.some((decision) => {
    if (!decision.said.test(said) || decision.heard.test(given)) return false;
    if (decision.byNegation) return negationCount(source, language) === 0;
    return !foldedWords(given).some((word) => LEXICONS[language].accept.includes(word));
  });
}
