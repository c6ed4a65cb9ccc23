import { describe, expect, it } from "vitest";

import { checkClaim, checkRewrite, overlap, type Verdict } from "./verify.ts";

const PEOPLE = ["Mara", "Ola", "Jo", "Will"];
const why = (verdict: Verdict): string => (verdict.supported ? "ok" : verdict.why);
const claim = (text: string, source: string, sender = "Mara"): string =>
  why(checkClaim(text, [{ text: source, sender }], PEOPLE));

describe("checkClaim", () => {
  const SOURCE = "Can you send 200 euro to Luigi by Friday 4pm? See https://ok.test/a and ask bo@ok.test";

  it.each([
    "Mara asks for 200 euro by Friday.",
    "Someone should send 200 euro to Luigi by Friday 4pm.",
    "Luigi gets 200 € by Friday",
    "Mara says to see https://ok.test/a.",
    "The address bo@ok.test can be asked.",
  ])("keeps: %s", (text) => expect(claim(text, SOURCE)).toBe("ok"));

  it.each([
    ["Mara asks for 300 euro by Friday.", "number"],
    ["Mara asks for 20 euro by Friday.", "number"],
    ["Mara asks for two hundred euro by Friday.", "number"],
    ["Mara asks for 200 dollars by Friday.", "currency"],
    ["Send 200 euro by Friday 4am", "clock"],
    ["Send 200 euro by Monday", "date-word"],
    ["Send 200 euro tomorrow", "date-word"],
    ["Send 200 euro to Anna", "name"],
    ["Ola asks for 200 euro", "name"],
    ["Send 200 euro, see https://evil.test/a", "url"],
    ["Ask eve@ok.test for 200 euro", "email"],
    ["Do not send 200 euro to Luigi", "negation"],
    ["Mara likes horses and boats and trains", "overlap"],
    ["", "no-source"],
  ])("drops: %s", (text, reason) => expect(claim(text, SOURCE)).toBe(reason));

  it.each([
    ["The code is ৪৭১১", "The code is in the drawer", "number"],
    ["It costs ௫௦௦ euros", "It costs euros", "number"],
    ["It costs 5k euros", "It costs 5 euros", "number"],
    ["The box weighs 5 kg", "The box weighs 5 g", "number"],
    ["Take the third exit", "Take the exit", "number"],
    ["The price rose by 5%", "The price rose by 5", "currency"],
    ["The price rose by 5 percent", "The price rose by 5 euros", "currency"],
    ["Lunch is 5 ₽", "Lunch is 5 euros", "currency"],
    ["Lunch is ₦5", "Lunch is $5", "currency"],
    ["Click ftp://evil/x for the bill", "Click for the bill", "url"],
    ["Click data:text/html,evil for the bill", "Click for the bill", "url"],
    ["Pay [the bill](//evil) now", "Pay the bill now", "url"],
    ["Go to evil。com for the bill", "Go for the bill", "url"],
    ["See https://pаypal.test for the bill", "See https://paypal.test for the bill", "url"],
    ["Chapter Ⅳ is due", "Chapter is due", "name"],
    ["The budget was approved", "The budget is on the table", "decision"],
    ["The budget was rejected", "The budget was approved", "decision"],
    ["Mara refuses to pay rent", "Mara wants to pay rent", "decision"],
    ["The meeting is cancelled", "The meeting is on the roof", "decision"],
    ["Das Budget wurde genehmigt", "Das Budget liegt auf dem Tisch", "decision"],
    ["El presupuesto fue aprobado", "El presupuesto está en la mesa", "decision"],
  ])("drops what nobody said: %s", (text, source, reason) => expect(claim(text, source)).toBe(reason));

  it.each([
    ["The budget was approved", "ok, the budget is fine"],
    ["Mara agreed to bring the cake", "I'll bring the cake"],
    ["The meeting is cancelled", "We have to call off the meeting"],
    ["Mara refuses to pay rent", "I can't pay rent"],
    ["The price rose by 5 percent", "The price rose by 5%"],
    ["The box weighs 5 kg", "The box weighs 5kg"],
    ["Das Budget wurde genehmigt", "Das Budget geht klar"],
  ])("keeps other words for it: %s", (text, source) => expect(claim(text, source)).toBe("ok"));

  it("needs a source", () => {
    expect(why(checkClaim("Anything", [], PEOPLE))).toBe("no-source");
  });

  it("joins the cited messages", () => {
    const evidence = [
      { text: "The review is on Friday", sender: "Mara" },
      { text: "at 3pm then", sender: "Ola" },
    ];
    expect(why(checkClaim("Ola says the review is on Friday at 3pm", evidence, PEOPLE))).toBe("ok");
  });

  it("reads other digits and invisible characters", () => {
    expect(claim("Bring 24 chairs", "bring ๒๔ chairs")).toBe("ok");
    expect(claim("Bring 24 chairs", "bring 2\u206025 chairs")).toBe("number");
  });

  it("tells the name Will from the verb", () => {
    expect(claim("Mara will send the draft", "I'll send the draft")).toBe("ok");
    expect(claim("Mara and Will send the draft", "I'll send the draft")).toBe("name");
  });

  it("takes date words of the language of the message", () => {
    expect(claim("Treffen am Freitag", "Treffen am Montag")).toBe("date-word");
    expect(claim("Treffen am Montag", "Unser Treffen ist am Montag")).toBe("ok");
  });
});

describe("checkClaim on what turns a message around", () => {
  it.each([
    ["The review is on Friday", "The review is not on Friday"],
    ["The review is on Friday", "The review isn't on Friday"],
    ["The review is on Friday", "Hi all. The review isn’t on Friday!"],
    ["Mara can come", "I can't come"],
    ["Mara comes and the review is on Friday", "I can't come. The review is on Friday."],
    ["The review is on Friday", "Not on Friday, the review is on Saturday"],
    ["Das Treffen ist am Freitag", "Das Treffen ist nicht am Freitag"],
    ["Wir haben einen Termin am Freitag", "Wir haben keinen Termin am Freitag"],
    ["La réunion est vendredi", "La réunion n'est pas vendredi"],
    ["La riunione è venerdì", "La riunione non è venerdì"],
    ["A reunião é na sexta", "A reunião não é na sexta"],
    ["La reunión es el viernes", "La reunión no es el viernes"],
    ["बैठक शुक्रवार को है", "बैठक शुक्रवार को नहीं है"],
    ["ประชุมวันศุกร์", "ไม่ประชุมวันศุกร์"],
    ["The review is not on Friday", "The review is on Friday. I can't find my keys."],
  ])("drops %s (from: %s)", (text, source) => expect(claim(text, source)).toBe("negation"));

  it.each([
    ["The review is not on Friday", "The review isn't on Friday"],
    ["The review is on Saturday", "The review is not on Friday, but on Saturday"],
    ["The review is on Friday", "I can't find my keys. The review is on Friday."],
    ["Bring the tickets", "Don't forget to bring the tickets"],
    ["Mara can't come but the review is on Friday", "I can't come. The review is on Friday."],
    ["Mara is unable to come", "I can't come"],
    ["Bring die Karten mit", "Vergiss nicht: bring die Karten mit"],
    ["Apporte les billets", "N'oublie pas : apporte les billets"],
    ["Das Treffen ist nicht am Freitag", "Das Treffen ist nicht am Freitag"],
    ["Mara proposes to meet on Friday", "Can't we meet on Friday?"],
  ])("keeps %s (from: %s)", (text, source) => expect(claim(text, source)).not.toBe("negation"));

  it.each([
    ["Wir brauchen vier Stühle", "Wir brauchen drei Stühle"],
    ["Wir brauchen vierundzwanzig Stühle", "Wir brauchen vierundvierzig Stühle"],
    ["Il faut cinq chaises", "Il faut trois chaises"],
    ["Il faut vingt-deux chaises", "Il faut vingt-trois chaises"],
    ["Servono quattro sedie", "Servono due sedie"],
    ["Precisamos de quatro cadeiras", "Precisamos de três cadeiras"],
    ["Necesitamos cuatro sillas", "Necesitamos tres sillas"],
    ["हमें चार कुर्सियाँ चाहिए", "हमें तीन कुर्सियाँ चाहिए"],
    ["ต้องการเก้าอี้สี่ตัว", "ต้องการเก้าอี้สามตัว"],
    ["We need twenty-one chairs", "We need twenty-two chairs"],
  ])("spelled numbers of every language: %s (from: %s)", (text, source) => {
    expect(claim(text, source)).toBe("number");
    expect(claim(source, source)).toBe("ok");
  });

  it.each([
    ["Pay the bill at paypal-help.com", "Pay the bill at the desk", "url"],
    ["Pay the bill at paypal.com", "Pay the bill at paypal.com.evil.test", "url"],
    ["Pay the bill at paypal.com", "Pay the bill at https://www.paypal.com/x", "ok"],
    ["Pay the bill at paypal.com.", "Pay the bill: paypal.com", "ok"],
    ["Pay the bill at 4 p.m.", "Pay the bill at 4 p.m.", "ok"],
  ])("domains: %s (from: %s)", (text, source, reason) => expect(claim(text, source)).toBe(reason));

  it.each([
    ["The bill was paid by peter", "The bill was paid", "name"],
    ["Mara meets with anna at the station", "Let's meet at the station", "name"],
    ["Die Rechnung wurde von peter bezahlt", "Die Rechnung wurde bezahlt", "name"],
    ["The bill was paid by them", "The bill was paid", "ok"],
    ["The bill was paid by bus", "The bus bill was paid", "ok"],
  ])("names without capitals: %s (from: %s)", (text, source, reason) =>
    expect(claim(text, source)).toBe(reason),
  );
});

describe("overlap", () => {
  it("is the share of content words that the message holds", () => {
    expect(overlap("book the train", [{ text: "train tickets", sender: "Jo" }])).toBe(0.5);
    expect(overlap("the", [{ text: "x", sender: "Jo" }])).toBe(1);
  });
});

const rewrite = (body: string, source: string): string =>
  why(checkRewrite(body, { text: source, sender: "Mara" }, PEOPLE));

describe("checkRewrite", () => {
  it.each([
    ["book the train tickets", "Could you book the train tickets?"],
    ["they decided to go with the blue logo", "We decided to go with the blue logo"],
    [
      "all can send them their budget numbers by Friday",
      "Can everyone send me their budget numbers by Friday?",
    ],
    ["what time the train leaves", "What time does the train leave?"],
    ["the shop isn't open today", "The shop isn't open today"],
  ])("keeps: %s", (body, source) => expect(rewrite(body, source)).toBe("ok"));

  it.each([
    ["send the chairs tonight", "I'll send mine tonight", "order"],
    ["the deposit wants the venue", "The venue wants the deposit", "order"],
    ["send mine", "I'll send mine tonight", "omission"],
    [
      "meet at Luigi's to go through the budget",
      "Let's meet on Wednesday at Luigi's to go through the budget",
      "omission",
    ],
    ["book", "Could you book the cheap train tickets?", "omission"],
    ["they're coming between 9 and 11", "The plumber is coming between 9 and 11", "person"],
    ["I decided to go", "I decided to go", "person"],
    ["the shop is open", "The shop isn't open", "negation"],
    ["the dinner at Mario's", "The dinner is at Mario's", "omission"],
    ["he has the keys", "I have the keys", "person"],
    ["to be there", "Be there", "omission"],
  ])("drops: %s", (body, source, reason) => expect(rewrite(body, source)).toBe(reason));
});

const wordedAs = (body: string, source: string): string => {
  const verdict = checkRewrite(body, { text: source, sender: "Mara" }, PEOPLE);
  return verdict.supported ? "supported" : verdict.why;
};

describe("modality", () => {
  it.each([
    ["they can book the band", "I booked the band"],
    ["they will book the band", "I booked the band"],
    ["they will call the owners on 1 December", "Call with the owners on 1 December, I'll dial in from home"],
    ["they should book the band", "I booked the band"],
  ])("%s, of: %s", (body, source) => expect(wordedAs(body, source)).toBe("modality"));
  it.each([
    ["they booked the band", "I booked the band"],
    ["they will book the band", "I'll book the band"],
    ["they will not call the owners", "I will not call the owners"],
    ["they could book the band", "I can book the band"],
  ])("keeps %s, of: %s", (body, source) => expect(wordedAs(body, source)).toBe("supported"));
});
