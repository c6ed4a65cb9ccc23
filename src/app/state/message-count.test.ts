import { expect, test } from "vitest";
import { countIn } from "./message-count.ts";

test.each([
  ["Summarise the last 10 messages", 10],
  ["last ten messages", 10],
  ["the last twenty-five messages", 25],
  ["the last twenty five messages", 25],
  ["the last two hundred messages", 200],
  ["the last dozen messages", 12],
  ["gist of the last 20 messages", 20],
  ["the ten latest unread messages", 10],
  ["Fasse die letzten zehn Nachrichten zusammen", 10],
  ["die letzten 15 Nachrichten", 15],
  ["résume les dix derniers messages", 10],
  ["les 20 derniers messages", 20],
  ["riassumi gli ultimi dieci messaggi", 10],
  ["resume as últimas vinte mensagens", 20],
  ["resume los últimos diez mensajes", 10],
  ["पिछले दस संदेशों का सारांश", 10],
  ["पिछले १० संदेश", 10],
  ["สรุป 10 ข้อความล่าสุด", 10],
  ["สรุปสิบข้อความล่าสุด", 10],
  ["สรุปข้อความล่าสุด ๒๐ ข้อความ", 20],
  ["the last 99999 messages", 5000],
] as const)("%j names %i", (text, count) => expect(countIn(text)).toBe(count));

test.each([
  "Summarise my messages",
  "I have ten friends",
  "the message of 10:30",
  "0 messages",
  "tens of messages",
])("%j names none", (text) => expect(countIn(text)).toBeNull());
