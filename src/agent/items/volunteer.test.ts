import { describe, expect, it } from "vitest";

import type { ActionItem } from "./action-item.ts";
import { findActionItems } from "#agent/summary/action-items";
import { makeChat, ZONE } from "#agent/testing/message-fixtures";

async function taskAfter(request: string, reply: string): Promise<ActionItem | undefined> {
  const chat = makeChat(
    [
      ["Ann", request],
      ["Cat", reply],
    ],
    { silent: ["Bob"] },
  );
  const { items } = await findActionItems(chat, null, { zone: ZONE });
  return items.find(({ kind }) => kind === "task");
}

const REQUESTS = {
  en: "Can someone bring chairs?",
  de: "Kann jemand Stühle mitbringen?",
  fr: "Quelqu'un peut apporter des chaises ?",
  it: "Qualcuno può portare le sedie?",
  pt: "Alguém pode trazer cadeiras?",
  es: "¿Alguien puede traer sillas?",
  hi: "कृपया कोई कुर्सियाँ ले आना",
  th: "ใครช่วยเอาเก้าอี้มาหน่อย",
} as const;
type Spoken = keyof typeof REQUESTS;

describe("who says that they can or have it takes on what nobody in particular was asked for", () => {
  it.each<[Spoken, string]>([
    ["en", "me"],
    ["en", "I can"],
    ["en", "I've got some"],
    ["en", "I have two chairs"],
    ["de", "Ich kann"],
    ["de", "Ich hab noch welche"],
    ["fr", "Moi !"],
    ["fr", "J'en ai deux"],
    ["it", "Posso io"],
    ["it", "Ho due sedie"],
    ["pt", "Eu posso"],
    ["pt", "Tenho cadeiras"],
    ["es", "Yo puedo"],
    ["es", "Tengo dos sillas"],
    ["hi", "मेरे पास हैं"],
    ["hi", "मैं ला सकती हूँ"],
    ["th", "เรามีค่ะ"],
    ["th", "ผมเองครับ"],
  ])("%s: %s", async (language, reply) => {
    expect(await taskAfter(REQUESTS[language], reply)).toMatchObject({
      status: "accepted",
      who: { kind: "person", personId: "p_cat" },
    });
  });

  it.each<[Spoken, string]>([
    ["en", "I have a headache"],
    ["en", "I do hope so"],
    ["en", "Got it"],
    ["en", "I will be late"],
    ["de", "Ich habe Kopfschmerzen"],
    ["de", "Ich kann nachher kommen"],
    ["fr", "J'ai mal à la tête"],
    ["fr", "Moi je suis malade"],
    ["it", "Ho mal di testa"],
    ["it", "Io sono stanca"],
    ["pt", "Tenho febre"],
    ["pt", "Eu estou doente"],
    ["es", "Tengo fiebre"],
    ["es", "Yo estoy enferma"],
    ["hi", "मेरे पास समय कम है"],
    ["hi", "मैं बीमार हूँ"],
    ["th", "เรามีไข้"],
    ["th", "ผมปวดหัว"],
  ])("and not %s: %s", async (language, reply) => {
    expect(await taskAfter(REQUESTS[language], reply)).toMatchObject({
      status: "open",
      who: { kind: "unclear" },
    });
  });
});
