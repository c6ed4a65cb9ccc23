/** @file One-time codes: they never enter a summary and are hidden while a screen is shared (spec messages-calendar 7, PII). */

import { fold } from "./text.ts";
import { wholeWords } from "./whole-words.ts";

/** What services call them; a code of a gate or a customer is none. Folded. */
const NAMED = wholeWords(
  [
    String.raw`one-?time (?:code|pass\p{L}*|pin)|otp|2fa|(?:verification|security|log-?in|sign-?in|confirmation|authentication) code`,
    "(?:bestätigungs|sicherheits|verifizierungs|anmelde|einmal)-?code|einmal-?(?:passwort|kennwort)|mtan|(?:deine|ihre) tan|tan-?nummer",
    "code (?:de (?:vérification|sécurité|confirmation)|à usage unique)|mot de passe à usage unique",
    "codice (?:di (?:verifica|sicurezza|conferma)|monouso)|password monouso",
    "código de (?:verificaci[oó]n|verificação|segurança|seguridad|confirmação|confirmación|acesso único|un solo uso|uso único)|clave de un solo uso",
    "ओटीपी|(?:सत्यापन|सुरक्षा) कोड",
  ].join("|"),
);
/** Thai parts no words. */
const NAMED_TH = /(?:รหัส|โค้ด)\s?(?:ยืนยัน|otp|ความปลอดภัย|ใช้ครั้งเดียว)/u;
/** Four to eight digits, often in two groups: "482 913". */
export const CODE_DIGITS = /(?<![\p{L}\p{N}])\d(?:[ -]?\d){3,7}(?![\p{L}\p{N}])/u;

/** Whether a text names a one-time code and has digits that could be one. */
export function holdsSecretCode(text: string): boolean {
  const folded = fold(text);
  return (NAMED.test(folded) || NAMED_TH.test(folded)) && CODE_DIGITS.test(folded);
}
