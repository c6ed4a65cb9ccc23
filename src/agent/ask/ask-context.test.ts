import { describe, expect, it } from "vitest";

import { makeThread, World, type Line, type ThreadSpec } from "#agent/testing/world";
import type { Language } from "#calendar/resolution";

import { asksOwnTasks } from "./ask-context.ts";
import { askMessages } from "./ask-messages.ts";

async function cited(
  lines: readonly Line[],
  question: string,
  language: Language = "en",
  more: Partial<ThreadSpec> = {},
) {
  const world = new World({ threads: [makeThread({ lines, ...more })] });
  const answer = await askMessages(question, world.messages, null, {
    threadIds: [],
    language,
    nonce: "abcdef123456",
  });
  return answer.kind === "found" ? answer.sentences.flatMap(({ messageIds }) => messageIds) : [];
}

describe("the newest word counts", () => {
  const PLAN: readonly Line[] = [
    ["Jo", "The picnic is on Friday 4 December at 3pm at the lake"],
    ["Ola", "nice"],
    ["Jo", "The picnic is moved to Saturday 5 December at 4pm"],
    ["Ola", "ok"],
  ];
  it("when a plan moved", async () => {
    expect(await cited(PLAN, "When is the picnic?")).toEqual(["t1.3"]);
  });

  it("with the day it was said of, where it names none", async () => {
    const lines: readonly Line[] = [
      ["Jo", "The picnic is on Friday 4 December at 3pm at the lake"],
      ["Jo", "Change of plan: the lake is closed. We move to the barn, same day but 5pm"],
    ];
    expect(await cited(lines, "When is the picnic?")).toEqual(["t1.2", "t1.1"]);
  });

  it("when it was called off", async () => {
    expect(await cited([...PLAN, ["Jo", "The picnic is cancelled"]], "When is the picnic?")).toEqual([
      "t1.5",
    ]);
  });

  it("and what is over does not", async () => {
    const lines: readonly Line[] = [
      ["Jo", "The picnic is on Friday 4 December at 3pm"],
      ["Ola", "My cousin's picnic was on Monday, what a mess"],
    ];
    expect(await cited(lines, "When is the picnic?")).toEqual(["t1.1"]);
  });
});

describe("who and how much", () => {
  it("is answered by the reply that settled it, and not by what came between", async () => {
    const lines: readonly Line[] = [
      ["Jo", "Can someone feed the cat on Sunday?"],
      ["Ola", "I'll do it"],
      ["Mara", "the train is late"],
    ];
    expect(await cited(lines, "Who feeds the cat?")).toEqual(["t1.2"]);
  });

  it("a correction outranks the offer", async () => {
    const lines: readonly Line[] = [
      ["Jo", "The vet moved Rex's appointment to Tuesday 8 December at 9"],
      ["Ola", "ok I'll drive him"],
      ["Jo", "Actually no, grandpa drives him"],
    ];
    expect(await cited(lines, "Who drives Rex to the vet?")).toEqual(["t1.3"]);
  });

  it("an amount is no clock time", async () => {
    const lines: readonly Line[] = [
      ["Jo", "Who pays the boat? It's 80 pounds"],
      ["Ola", "ok 4pm at the boat then"],
    ];
    expect(await cited(lines, "How much does the boat cost?")).toEqual(["t1.1"]);
  });

  it("another object is no answer", async () => {
    const lines: readonly Line[] = [
      ["Jo", "Super. Hat jemand eine Leiter?"],
      ["Ola", "Die Farbe ist da, 10 Liter"],
    ];
    expect(await cited(lines, "Hat jemand eine Leiter?", "de")).toEqual([]);
  });
});

it.each<[Language, string, string]>([
  ["de", "Das Turnier ist am Samstag um 9 Uhr", "Wann geht das Turnier los?"],
  ["de", "Das Turnier ist am Samstag um 9 Uhr", "Wann fängt das Turnier an?"],
  ["en", "The tournament is on Saturday at 9am", "When does the tournament kick off?"],
  ["fr", "Le tournoi est samedi à 9h", "À quelle heure commence le tournoi ?"],
  ["it", "Il torneo è sabato alle 9", "Quando comincia il torneo?"],
  ["es", "El torneo es el sábado a las 9", "¿Cuándo empieza el torneo?"],
])("%s: a beginning is when it is: %s – %s", async (language, text, question) => {
  expect(await cited([["Jo", text]], question, language)).toEqual(["t1.1"]);
});

describe("what is left to do", () => {
  it("is the person's own open tasks", async () => {
    const lines: readonly Line[] = [
      ["Jo", "Ola, please pay the bill by Friday"],
      ["Jo", "Mara, please buy bread"],
      ["Ola", "I'll print the flyers"],
      ["Ola", "printed them"],
      ["Jo", "we still laugh about it"],
    ];
    expect(
      await cited(lines, "What do I still have to do?", "en", { self: "Ola", silent: ["Mara"] }),
    ).toEqual(["t1.1"]);
    expect(await cited(lines, "What do I still have to do?")).toEqual([]);
  });

  it.each([
    "What do I still need to do?",
    "Was muss ich noch machen?",
    "Qu'est-ce que je dois encore faire ?",
    "Cosa devo ancora fare?",
    "O que ainda tenho de fazer?",
    "¿Qué tengo que hacer todavía?",
    "मुझे अभी क्या करना है?",
    "ผมยังต้องทำอะไรบ้าง",
  ])("is asked by: %s", (text) => expect(asksOwnTasks(text)).toBe(true));

  it.each([
    "What do I do about the noise?",
    "What do we have to do with the keys?",
    "What did Jo do?",
    "Was macht Jo?",
  ])("is not asked by: %s", (text) => expect(asksOwnTasks(text)).toBe(false));
});

it("a plan is meant where no word says which", async () => {
  const lines: readonly Line[] = [
    ["Jo", "Dinner is on Friday at 8pm"],
    ["Jo", "Let's meet on Saturday at 9am at the station"],
  ];
  expect(await cited(lines, "What time do we meet?")).toEqual(["t1.2"]);
});
