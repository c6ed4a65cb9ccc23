/**
 * @file What is told in the first person of several, at a day and an hour, is an event whatever its verb: "am Freitag um 15:30
 * basteln wir Laternen", "dimanche à 10h on décore le sapin". A table, not logic.
 */

import type { Language } from "#calendar/resolution";

import { tellsOfHabit } from "./habit.ts";
import { tellsOfThePast } from "./tense.ts";
import { withoutFullStop } from "./text.ts";
import { END_APART, oneOf, pattern, START_APART } from "./whole-words.ts";

const NO_PLAN_DE = oneOf(
  "haben | sind | waren | hatten | müssen | können | sollen | sollten | wollen | wollten | würden | möchten | dürfen | wissen | denken | glauben | hoffen | brauchen | bleiben | schlafen | arbeiten | werden | kennen | freuen | mögen | warten | hätten | wären | könnten",
);

/** The verbs left out say of several what they are, can, must, think, or where they stay. */
const WE_DO: Readonly<Record<Language, RegExp>> = {
  en: pattern(
    `${START_APART}(?:we're|we are|we'll be|we will be) (?!${oneOf("going to | being | thinking | hoping | working | sleeping | staying | waiting | running | getting | feeling | looking forward | busy")})\\p{L}{2,}ing${END_APART}`,
  ),
  de: pattern(
    `${START_APART}(?:(?!${NO_PLAN_DE}${END_APART})\\p{L}{3,}n wir|wir (?!${NO_PLAN_DE}${END_APART})\\p{L}{3,}n)${END_APART}`,
  ),
  fr: pattern(
    `${START_APART}(?:on (?:se |s'|y |va )?|nous (?:nous )?)(?!${oneOf("est | sera | serait | a | avait | était | sait | dit | peut | doit | devrait | pourrait | pense | croit | espère | dort | bosse | travaille | reste | attend | voudrait | veut | connaît | sommes | avons | devons | pouvons | étions | pensons | sait jamais | verra")}${END_APART})\\p{L}{3,}${END_APART}`,
  ),
  it: pattern(
    `${START_APART}(?:ci )?(?!${oneOf("abbiamo | siamo | stiamo | possiamo | dobbiamo | vogliamo | sappiamo | speriamo | pensiamo | crediamo | restiamo | rimaniamo | dormiamo | lavoriamo | vediamo | diciamo | aspettiamo | amiamo | scusiamo | ringraziamo | richiamo | reclamo")}${END_APART})\\p{L}{2,}iamo${END_APART}`,
  ),
  pt: pattern(
    `${START_APART}(?:nos )?(?!${oneOf("somos | estamos | temos | tínhamos | podemos | devemos | queremos | sabemos | esperamos | pensamos | achamos | ficamos | dormimos | trabalhamos | dissemos | vimos | fomos | gostamos | amamos | vamos | ramos | extremos | termos | precisamos | mesmos")}${END_APART})\\p{L}{2,}(?:amos|emos|imos)(?:-nos)?${END_APART}`,
  ),
  es: pattern(
    `${START_APART}(?:nos )?(?!${oneOf("somos | estamos | tenemos | podemos | debemos | queremos | sabemos | esperamos | pensamos | creemos | dormimos | trabajamos | vimos | fuimos | decimos | amamos | vamos | ramos | extremos | necesitamos | mismos | seguimos | hemos | quedaremos")}${END_APART})(?:\\p{L}{2,}[ae]mos|salimos|subimos|reunimos|abrimos|repartimos|compartimos|partimos|venimos)${END_APART}`,
  ),
  hi: /(?:हम|सब) .*(?:एंगे|एँगे|ेंगे|ेंगी|ते हैं|ती हैं|रहे हैं)$/u,
  th: /(?:เรา|พวกเรา)(?:จะ)?(?!ว่าง|ไม่|ต้อง|อยู่|นอน|ป่วย|รัก|คิด|เป็น)\S+กัน|จะ\S{2,}กัน(?!ไหม|มั้ย)/u,
};

/** Folded; the caller knows that a day to come and an hour are named. */
export function doTogether(folded: string, language: Language): boolean {
  const text = withoutFullStop(folded);
  if (/[?？]/u.test(text) || tellsOfHabit(text, language) || tellsOfThePast(text, language)) return false;
  return WE_DO[language].test(text);
}
