import { expect, it } from "vitest";

import { isOfOneself, isOfOthers, isOfSender, isThirdPerson, subjectIn } from "./persons.ts";

it("a pronoun counts in its own language only", () => {
  expect(isOfOthers("il fait la vaisselle", "fr")).toBe(true);
  expect(isOfOthers("il 6 dicembre è meglio", "it")).toBe(false);
  expect(isOfOneself("i get to the concert at 4", "en")).toBe(true);
  expect(isOfOneself("i bambini cantano alle 4", "it")).toBe(false);
  expect(isOfSender("je viens à 4h", "fr")).toBe(true);
  expect(isOfSender("am samstag flohmarkt, der tisch je 10 euro", "de")).toBe(false);
});

it("'it' of German may be a thing, and begins nobody's doings", () =>
  expect(isOfOthers("sie beginnt um 5", "de")).toBe(false));

it("a subject is a pronoun of its own language", () => {
  expect(subjectIn("she's", "en")).toBe("she");
  expect(subjectIn("es", "de")).toBe("es");
  expect(subjectIn("il", "fr")).toBe("il");
  expect(subjectIn("il", "it")).toBeNull();
  expect(isThirdPerson("on", "fr")).toBe(true);
  expect(isThirdPerson("on", "en")).toBe(false);
});
