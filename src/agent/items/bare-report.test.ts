import { describe, expect, it } from "vitest";

import { brieflyOf, itemsOf } from "#agent/testing/brief-items";

describe("done, without saying what", () => {
  it.each([
    ["Bob, can you send the invoices to the tax office?", "I sent them on Monday"],
    ["Bob, can you send the invoices to the tax office?", "done, sent them yesterday"],
    ["Bob, please pick up the cake", "picked it up on Friday"],
    ["Bob, kannst du die Rechnungen ans Finanzamt schicken?", "hab sie am Montag abgeschickt"],
    ["Bob, kannst du die Blumen gießen?", "hab ich gestern gegossen"],
    ["Bob, tu peux envoyer les factures au comptable ?", "je les ai envoyées lundi"],
    ["Bob, puoi mandare le fatture al commercialista?", "le ho mandate ieri"],
    ["Bob, podes enviar as faturas ao contabilista?", "já as enviei ontem"],
    ["Bob, podes regar as plantas?", "reguei ontem"],
    ["Bob, ¿puedes enviar las facturas al gestor?", "las envié el lunes"],
    ["Bob, ¿puedes poner la lavadora?", "la puse ayer"],
    ["Bob, बिल अकाउंटेंट को भेज देना", "कल भेज दिए"],
    ["Bob ช่วยส่งใบแจ้งหนี้ให้บัญชีหน่อย", "ส่งไปเมื่อวานแล้ว"],
  ])("%s – %s", async (task, report) =>
    expect(await brieflyOf(task, report)).toEqual(["task done no date m_1,m_2"]),
  );

  it.each([
    ["Bob, can you send the invoices?", "I sent you a picture"],
    ["Bob, can you send the invoices?", "I sent you one on Monday"],
    ["Bob, can you send the invoices?", "I called her yesterday"],
    ["Bob, can you send the invoices?", "they are sent on Monday"],
    ["Bob, can you book the table?", "I sent it yesterday"],
    ["Bob, kannst du die Rechnungen schicken?", "ich hab dir ein Bild geschickt"],
    ["Bob, tu peux envoyer les factures ?", "je t'ai envoyé une photo"],
    ["Bob, puoi mandare le fatture?", "ti ho mandato una foto"],
    ["Bob, podes enviar as faturas?", "mandei-te uma foto ontem"],
    ["Bob, ¿puedes enviar las facturas?", "te envié una foto"],
    ["Bob, बिल भेज देना", "मैंने तुम्हें फोटो भेज दी"],
    ["Bob ช่วยส่งใบแจ้งหนี้หน่อย", "ส่งรูปให้แล้ว"],
  ])("%s is not done by %s", async (task, report) =>
    expect(await brieflyOf(task, report)).toEqual(["task open no date m_1"]),
  );

  it("ends neither of two that it may be of, and none of somebody else's", async () => {
    const two = await itemsOf([
      ["Ann", "Bob, can you send the invoices to the tax office?"],
      ["Ann", "Bob, please send the photos to Grandma"],
      ["Bob", "sent them yesterday"],
    ]);
    expect(two.map(({ status }) => status)).toEqual(["open", "open"]);
    const [other] = await itemsOf([
      ["Ann", "Bob, can you send the invoices to the tax office?"],
      ["Cat", "I sent them on Monday"],
    ]);
    expect(other?.status).toBe("open");
  });
});
