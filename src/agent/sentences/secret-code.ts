/** @file One-time codes: they never enter a summary and are hidden while a screen is shared (spec messages-calendar 7, PII). */

import { fold } from "./text.ts";

const SECRET_CODE =
  /one-time|\botp\b|\b2fa\b|(?:verification|security|login|sign-in|confirmation) code|bestätigungscode|code de vérification|codice di verifica|código de verifica/;

/** Whether a text names a one-time code and has digits that could be one. */
export function holdsSecretCode(text: string): boolean {
  const folded = fold(text);
  return SECRET_CODE.test(folded) && /\d{4,8}/.test(folded);
}
