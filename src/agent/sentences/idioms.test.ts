import { describe, expect, it } from "vitest";

import { itemsOf } from "#agent/testing/brief-items";

describe("talk that asks for nothing gives no item", () => {
  it.each([
    "tell me about it, remember Crete?",
    "best week of my life, we should have stayed",
    "I'll believe it when I see it",
    "Send this to 10 friends and your logo turns blue",
    'Then the doctor says: "please help me with the curtains"',
    "did you see the match last night?",
    "Again??",
    "Let's go!",
    "wir hätten länger bleiben sollen",
    "Grüß deine Mutter von mir",
    "morgen um 6 klingelt der Wecker",
    "si si, on a bien rigolé",
    "on aurait dû rester",
    "domani ti racconto io una cosa",
    "avremmo dovuto restare",
    "manda outro beijo pra ela!",
    "de novo??",
    "bora!",
    "¿has visto qué frío?",
    "deberíamos haber ido",
    "चलो सोती हूँ",
  ])("%s", async (text) => expect(await itemsOf([["Jo", text]])).toEqual([]));

  it.each([
    "Did you see my message about the invoice?",
    "Do you remember when the concert is?",
    "Tell me the door code please",
  ])("but %s", async (text) => expect(await itemsOf([["Jo", text]])).toHaveLength(1));

  it("a guess behind a question is part of it", async () =>
    expect(await itemsOf([["Jo", "What do we owe for the manure? 18 pounds each?"]])).toHaveLength(1));
});
