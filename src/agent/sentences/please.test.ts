import { describe, expect, it } from "vitest";

import { brieflyOf } from "#agent/testing/brief-items";

describe("please", () => {
  it.each([
    ["¿te recojo?", "porfa, llego 13:20"],
    ["¿Te recojo en la estación?", "sí porfa, a las 13:20"],
    ["Shall I pick you up?", "please, I get in at 13:20"],
    ["Soll ich dich abholen?", "ja bitte, ich komme um 13:20 an"],
    ["Je viens te chercher ?", "oui s'il te plaît, j'arrive à 13h20"],
    ["Ti vengo a prendere?", "sì per favore, arrivo alle 13:20"],
    ["Queres que te vá buscar?", "por favor, chego às 13:20"],
    ["मैं तुम्हें लेने आऊँ?", "हाँ प्लीज़, मैं 13:20 पर पहुँचूँगा"],
    ["ให้ไปรับไหม", "รบกวนด้วยครับ ถึง 13:20"],
  ])("takes an offer: %s – %s", async (offer, reply) =>
    expect(await brieflyOf(offer, reply)).toEqual(["question done no date m_1,m_2"]),
  );

  it.each([
    "porfa, trae el paraguas",
    "please, I need the documents by Friday",
    "Bitte, ich brauche die Unterlagen bis Freitag",
    "s'il te plaît, montre-moi le plan",
    "per favore porta il pane",
    "por favor, leva o pão",
    "the report by Friday please",
    "รบกวนด้วยครับ ส่งเอกสารให้หน่อย",
  ])("and this asks: %s", async (text) => expect((await brieflyOf(text))[0]).toMatch(/^task open/));
});
