import { describe, expect, it } from "vitest";

import { findActionItems } from "#agent/summary/action-items";
import { makeChat, ZONE, type ChatSettings, type Line } from "#agent/testing/message-fixtures";

import type { ActionItem } from "./action-item.ts";

async function briefs(lines: readonly Line[], settings: ChatSettings = {}): Promise<readonly string[]> {
  const { items } = await findActionItems(makeChat(lines, settings), null, { zone: ZONE });
  return items.map(brief);
}

function brief({ kind, status, who }: ActionItem): string {
  return `${kind} ${status} ${who.kind === "person" ? who.personId.replace("p_", "") : who.kind}`;
}

describe("a task that is no longer needed", () => {
  it.each([
    ["Can someone fetch the cake from the bakery?", "My aunt brings it, no need to fetch the cake"],
    ["Can someone collect the chairs?", "You don't have to collect the chairs, they deliver"],
    ["I'll bring the salad", "Forget the salad, there is enough"],
    ["Kann jemand die Torte abholen?", "Ihr müsst die Torte nicht abholen, sie wird geliefert"],
    ["Ich bringe den Salat mit", "Vergesst den Salat, es gibt genug"],
    ["Je m'occupe du gâteau", "Oubliez le gâteau, il y en a assez"],
    ["Qualcuno può ritirare la torta?", "Non serve ritirare la torta, la consegnano"],
    ["Alguém pode buscar o bolo?", "Não é preciso buscar o bolo"],
    ["¿Alguien puede recoger la tarta?", "No hace falta recoger la tarta"],
  ])("%s – %s", async (asked, told) => {
    expect(
      (
        await briefs([
          ["Jo", asked],
          ["Ola", told],
        ])
      ).at(0),
    ).toContain("task cancelled");
  });

  it.each([
    ["Can someone fetch the cake from the bakery?", "No need to fetch Tom"],
    ["Can someone bring chairs?", "No need to bring cake"],
    ["I'll bring the salad", "Don't forget the salad"],
    ["I'll bring the salad", "I always forget the salad"],
    ["Je m'occupe du gâteau", "N'oubliez pas le gâteau"],
    ["Kann jemand die Torte abholen?", "Vergesst die Torte nicht"],
  ])("is still open: %s – %s", async (asked, told) => {
    expect(
      (
        await briefs([
          ["Jo", asked],
          ["Ola", told],
        ])
      ).join(),
    ).not.toContain("cancelled");
  });
});

describe("who was asked", () => {
  it.each([
    ["Ola, can you lend us your drill?", "No sorry, it's broken"],
    ["Ola, can you lend us your drill?", "I can't, I'm away"],
    ["Ola, kannst du den Grill mitbringen?", "Nein, der ist kaputt"],
    ["Ola, tu peux apporter le gril ?", "Non désolée, il est cassé"],
    ["Ola, puoi portare la griglia?", "No, mi dispiace, è rotta"],
    ["Ola, podes trazer a grelha?", "Não, está partida"],
    ["Ola, ¿puedes traer la parrilla?", "No, está rota"],
  ])("says no, and the task is nobody's: %s – %s", async (asked, told) => {
    expect(
      await briefs([
        ["Jo", asked],
        ["Ola", told],
      ]),
    ).toEqual(["task open unclear"]);
  });

  it.each(["No problem", "No worries, will do", "nothing in the drawer", "Note to self: buy bread"])(
    "keeps it: %s",
    async (told) => {
      const [first] = await briefs([
        ["Jo", "Ola, can you lend us your drill?"],
        ["Ola", told],
      ]);
      expect(first).toContain("ola");
    },
  );

  it("is not waited for once they said no", async () => {
    const lines: Line[] = [
      ["Jo", "Ola, can you lend us your drill?"],
      ["Ola", "No sorry, it's broken"],
    ];
    const chat = makeChat(lines, { self: "Jo" });
    const { openEnds = [] } = await findActionItems(chat, null, { zone: ZONE });
    expect(openEnds).toEqual([]);
  });

  it("hands it over with a correction", async () => {
    const lines: Line[] = [
      ["Jo", "I'll drive Mia"],
      ["Ola", "Actually no, grandpa drives her"],
    ];
    expect(await briefs(lines)).toEqual(["task open unclear"]);
    const named: Line[] = [
      ["Jo", "I'll drive Mia"],
      ["Ola", "Actually no, Max drives her"],
    ];
    expect((await briefs(named, { silent: ["Max"] })).at(0)).toBe("task open max");
    const other: Line[] = [
      ["Jo", "I'll drive Mia"],
      ["Ola", "Actually grandpa sings well"],
    ];
    expect((await briefs(other)).at(0)).toBe("task open jo");
  });

  it("is reminded by name at the end", async () => {
    const lines: Line[] = [["Jo", "We need to ring the plumber on Monday, don't forget Ola"]];
    expect(await briefs(lines, { silent: ["Ola", "Mara"] })).toEqual(["task open ola"]);
  });
});

describe("answers told in passing", () => {
  it.each([
    ["Chocolate or lemon?", "Lemon please"],
    ["Rot oder blau?", "Lieber blau bitte"],
    ["Rosso o bianco?", "Rosso per favore"],
    ["¿Vino tinto o blanco?", "El blanco por favor"],
  ])("chooses one: %s – %s", async (asked, told) => {
    expect(
      (
        await briefs([
          ["Jo", asked],
          ["Ola", told],
        ])
      ).filter((item) => !item.startsWith("question done")),
    ).toEqual([]);
  });

  it.each([
    ["Ola, could you ask the landlord about the key?", "landlord said yes"],
    ["Ola, kannst du die Nachbarn wegen der Bänke fragen?", "Die Nachbarn haben gesagt, das geht"],
    ["Ola, ¿puedes preguntar a los vecinos por las sillas?", "Los vecinos dicen que sí"],
  ])("what they said is what was to be asked: %s – %s", async (asked, told) => {
    expect(
      (
        await briefs([
          ["Jo", asked],
          ["Ola", told],
        ])
      ).at(0),
    ).toBe("task done ola");
  });

  it("what others said of them is not", async () => {
    const lines: Line[] = [
      ["Jo", "Ola, could you ask the landlord about the key?"],
      ["Ola", "Mum said the landlord is nice"],
    ];
    expect((await briefs(lines)).at(0)).not.toContain("done");
  });

  it.each([
    ["Who has the key?", "The caretaker.", "question done"],
    ["Wer hat den Schlüssel?", "Der Hausmeister.", "question done"],
    ["¿Quién tiene la llave?", "El portero.", "question done"],
    ["Who has the key?", "The bus is late", "question open"],
  ])("%s – %s", async (asked, told, expected) => {
    expect(
      (
        await briefs([
          ["Jo", asked],
          ["Ola", told],
        ])
      ).at(0),
    ).toContain(expected);
  });

  it("who asked may take it on", async () => {
    const lines: Line[] = [
      ["Jo", "Who brings the net?"],
      ["Ola", "Not me, mine is torn"],
      ["Jo", "Then I'll bring it"],
    ];
    expect(await briefs(lines)).toEqual(["question done unclear", "task open jo"]);
  });
});

it.each([
  "I can bake a pie",
  "I could print the flyers",
  "Ich kann einen Kuchen backen",
  "Je peux faire un gâteau",
  "Posso portare il vino",
  "Eu posso trazer o vinho para a festa",
  "Puedo llevar el vino",
])("offers: %s", async (text) => {
  expect(await briefs([["Jo", text]], { silent: ["Ola", "Mara"] })).toEqual(["task open jo"]);
});

it.each([
  "I can't bake a pie",
  "I can see the sea",
  "I can hear you",
  "Ich kann dich nicht hören",
  "Non posso portare il vino",
])("offers nothing: %s", async (text) => {
  expect(await briefs([["Jo", text]], { silent: ["Ola", "Mara"] })).toEqual([]);
});
