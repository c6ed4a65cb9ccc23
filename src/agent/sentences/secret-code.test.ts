import { describe, expect, it } from "vitest";

import { findActionItems } from "#agent/summary/action-items";
import { summarise } from "#agent/summary/summarise";
import { makeChat, ZONE } from "#agent/testing/message-fixtures";
import { ScriptedLanguageModel } from "#agent/testing/scripted-language-model";

import { holdsSecretCode } from "./secret-code.ts";

const point = (text: string, label: number) => ({ text, src: [label] });

describe("one-time codes", () => {
  it.each([
    "Your code is 482913",
    "Use 482913 to log in",
    "G-482913 is your Google verification code",
    "Your WhatsApp code: 482-913",
    "Don't share this code with anyone: 482913",
    "security code: ４８２９１３",
    "verification code 4 8 2 9 1 3",
    "Your one-time password is 48A2K9",
    "Your PIN is 4829",
    "Ihr Einmalcode lautet 482913",
    "mTAN 482913 für Überweisung",
    "Dein Anmeldecode ist 482913",
    "Votre code est 482913",
    "code de sécurité : 482913",
    "Il tuo codice è 482913",
    "codice di verifica 482913",
    "Código de seguridad: 482913",
    "codigo de verificacao 482913",
    "O seu código é 482913",
    "आपका ओटीपी 482913 है",
    "सत्यापन कोड ४८२९१३",
    "รหัสยืนยัน ๔๘๒๙๑๓",
  ])("%s", (text) => {
    expect(holdsSecretCode(text)).toBe(true);
  });

  it.each([
    "The gate code is 4711",
    "Your postal code is 10115",
    "Dress code: smart, 20:00",
    "error code 40412",
    "your code review is at 3",
    "Der Ländercode ist 0049",
    "a tan of 3 days",
    "Las sillas son tan caras: 1200 euros",
    "Please use 2 of them to log what you eat",
  ])("%s is none", (text) => {
    expect(holdsSecretCode(text)).toBe(false);
  });

  it("are in no summary, title or list of any tier, and no model sees them", async () => {
    const chat = makeChat([
      ["Ana", "Lunch tomorrow at 12:30?"],
      ["Bank", "Your verification code is 482913, valid until Friday"],
      ["Bank", "This is your security code. Please enter 118822 by Friday 5pm."],
      ["Ben", "ok"],
    ]);
    const lie = JSON.stringify({
      points: [point("Your verification code is 482913", 2), point("Enter 118822 by Friday 5pm", 3)],
    });
    for (const tier of ["S", "M", "L"] as const) {
      const model = new ScriptedLanguageModel(tier, () => lie);
      const told = [await summarise(chat, model, {}), await findActionItems(chat, model, { zone: ZONE })];
      expect(JSON.stringify(told)).not.toMatch(/482913|118822/);
      expect(model.everythingShown).not.toMatch(/482913|118822/);
    }
  });
});
