/**
 * @file Hides what others should not see while a screen is shared (spec messages-calendar 7, PII): card numbers (Luhn),
 * IBANs (mod 97), phone numbers, mail addresses and one-time codes. For showing only: nothing is stored masked.
 */

import { holdsSecretCode } from "#agent/sentences/secret-code";
import { fold } from "#agent/sentences/text";

type Mask = "card" | "iban" | "phone" | "mail" | "code";

export interface Masked {
  readonly text: string;
  readonly found: readonly Mask[];
}

// Digits of any script; between groups the blanks and marks that people and programs put there.
const MAIL = /[\p{L}\p{N}._%+-]{1,64}[@＠][\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,6}/gu;
const IBAN =
  /(?<![\p{L}\p{N}])[a-z]{2}\p{Nd}{2}(?:[\p{Zs}-]?[a-z\p{Nd}]{4}){2,7}(?:[\p{Zs}-]?[a-z\p{Nd}]{1,3})?(?![\p{L}\p{N}])/giu;
const CARD = /(?<!\p{Nd})\p{Nd}(?:[\p{Zs}.-]?\p{Nd}){12,18}(?!\p{Nd})/gu;
const PHONE =
  /(?<![\p{L}\p{N}]|\p{Nd}[\p{Zs}-])(?:[+＋]|00)?\p{Nd}(?:[\p{Zs}()/.-]{0,2}\p{Nd}){7,14}(?![\p{L}\p{N}]|[\p{Zs}-]\p{Nd})/gu;
const CODE =
  /(?<![\p{L}\p{N}])(?:\p{Nd}(?:[\p{Zs}-]?\p{Nd}){3,7}|(?=\p{L}{0,7}\p{Nd})(?=\p{Nd}{0,7}\p{L})[A-Za-z\p{Nd}]{5,10})(?![\p{L}\p{N}])/gu;
/** "gate code 4711#", "PIN: 0815": a number behind a word for a secret. */
const NAMED_CODE =
  /(\b(?:code|pin|otp|password|passwort|kennwort|codice|código|codigo|senha|contraseña|mot de passe)\b[\p{L} :=]{0,16}?)(?=[\p{L}\p{N}#*]{0,12}\p{N})[\p{L}\p{N}#*]{3,12}(?:[\p{Zs}-]\p{Nd}{2,4}){0,3}/giu;

const hidden = (length: number): string => "•".repeat(Math.min(8, Math.max(4, length)));

/** The text with every such thing replaced by dots. */
export function maskSecrets(text: string): Masked {
  const found = new Set<Mask>();
  const mask = (kind: Mask, isOne: (match: string) => boolean) => (match: string) => {
    if (!isOne(match)) return match;
    found.add(kind);
    return hidden(match.length);
  };
  const oneTime = holdsSecretCode(text);
  const shown = text
    .replace(
      MAIL,
      mask("mail", () => true),
    )
    .replace(IBAN, mask("iban", isIban))
    .replace(CARD, mask("card", isCard))
    .replace(NAMED_CODE, (match: string, opening: string) => {
      found.add("code");
      return `${opening}${hidden(match.length - opening.length)}`;
    })
    .replace(PHONE, mask("phone", isPhone))
    .replace(
      CODE,
      mask("code", () => oneTime),
    );
  return { text: shown, found: [...found] };
}

/** ISO 7812 check digit. */
function isCard(text: string): boolean {
  const digits = fold(text).replace(/\D/g, "");
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits[digits.length - 1 - at]);
    const doubled = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += at % 2 === 1 ? doubled : digit;
  }
  return digits.length >= 13 && digits.length <= 19 && sum % 10 === 0;
}

/** ISO 13616: the remainder of the rearranged number is 1. */
function isIban(text: string): boolean {
  const plain = fold(text).replace(/[^a-z\d]/g, "");
  if (plain.length < 15 || plain.length > 34) return false;
  let remainder = 0;
  for (const character of plain.slice(4) + plain.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}

/** Dates and clock times have as many digits, but not with a plus or without two dots. */
function isPhone(match: string): boolean {
  const text = fold(match);
  const looksDated = /^\d{1,4}[./-]\d{1,2}[./-]\d{2,4}/.test(text) || /^\d{8}$/.test(text.trim());
  return text.startsWith("+") || text.startsWith("00") || !looksDated;
}
