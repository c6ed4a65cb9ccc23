/**
 * @file One-time codes: what banks and sites send to prove who somebody is. They never enter a summary, a list or a title
 * (spec messages-calendar 7, PII). A gate code or a PIN that people tell each other is no such code.
 */

import { fold } from "./text.ts";

/** Words for a code that proves who somebody is; folded, accents or none. */
const SECRET_CODE = new RegExp(
  [
    String.raw`one-time|\botp\b|\b2fa\b|two-factor|\bpasscode\b`,
    String.raw`\b(?:verification|security|log-?in|sign-?in|confirmation|authenti(?:cation|fication)|activation|access) (?:code|pin)\b`,
    String.raw`\buse \S{4,12} to (?:log|sign|verify|confirm|authorize)|\bshare this code\b`,
    String.raw`\byour (?!(?:zip|postal|promo|discount|voucher|dress|country|area|gate|door|gift|booking|error|source) )(?:\p{L}{2,20} )?(?:code|pin)\b`,
    String.raw`einmal(?:code|passwort|kennwort|pin)|(?:bestätigungs|sicherheits|anmelde|verifizierungs|zugangs|freigabe|aktivierungs|login-?)(?:code|pin)|\bm-?tan\b|\b(?:ihre|deine|die|eine) tan\b|\btan[-:]`,
    String.raw`\b(?:ihre?|deine?) (?:\p{L}{2,20}-?)?(?:code|pin)\b`,
    String.raw`\bcode (?:de|d') ?(?:vérification|verification|sécurité|securite|confirmation|connexion|validation)|\bcode à usage unique|\bvotre code\b`,
    String.raw`\bcodice (?:di (?:verifica|sicurezza|conferma|accesso|attivazione)|monouso|temporaneo)|\btuo codice\b`,
    String.raw`\bc[oó]digo de (?:verificaci[oó]n|verifica[cç][aã]o|segur\p{L}{3,6}|confirmaci[oó]n|confirma[cç][aã]o|acces[os]{1,2}|activaci[oó]n|ativa[cç][aã]o)|\b(?:tu|su|seu|teu) c[oó]digo\b`,
    "ओटीपी|(?:सत्यापन|सुरक्षा|पुष्टि|वेरिफिकेशन) कोड|โอทีพี|รหัส(?:ยืนยัน|ความปลอดภัย|ผ่านครั้งเดียว)",
  ].join("|"),
  "u",
);
/** "482913", "482-913", "4 8 2 9 1 3", "48a2k9" */
const CODE =
  /(?<![\p{L}\p{N}])(?:\d(?:[ -]?\d){3,7}|(?=\p{L}{0,7}\d)(?=\d{0,7}\p{L})[a-z\d]{5,10})(?![\p{L}\p{N}])/u;

/** @param within where the words for it may stand, the whole message of a sentence */
export function holdsSecretCode(text: string, within = text): boolean {
  return SECRET_CODE.test(fold(within)) && CODE.test(fold(text));
}
