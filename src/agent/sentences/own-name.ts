/**
 * @file In Thai many people call themselves by their name: "เดี๋ยวฝนเอาเอกสารไปให้" of Fon is "I'll bring the papers". Only before
 * a verb of doing, since names are words too: "เดี๋ยวฝนตก" is rain.
 */

import type { Language } from "#calendar/resolution";

import { foldedWords } from "./text.ts";

const DOING =
  /^(?:จะ)?(?:ต้อง)?(?:ไป|เอา|ซื้อ|ส่ง|จอง|โทร|ทำ|พา|จัด|จ่าย|โอน|ถือ|ยก|หา|ถาม|รับ|แวะ|เตรียม|พิมพ์|ซ่อม|ล้าง|ขับ|ช่วย|แจ้ง|บอก)/u;
const BEFORE = /(?:^|\s|เดี๋ยว|วันนี้|พรุ่งนี้)$/u;
const I = "หนู";
const MIN_NAME = 2;

/** The text with the name of its speaker, where it stands for "I", made a pronoun. */
export function ownNameAsPronoun(text: string, name: string | undefined, language: Language): string {
  const [first = ""] = foldedWords(name ?? "");
  const at = language === "th" && first.length >= MIN_NAME ? text.indexOf(first) : -1;
  if (at < 0) return text;
  const [before, after] = [text.slice(0, at), text.slice(at + first.length)];
  return BEFORE.test(before) && DOING.test(after) ? before + I + after : text;
}
