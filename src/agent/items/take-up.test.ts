import { describe, expect, it } from "vitest";

import { itemsOf } from "#agent/testing/brief-items";
import type { Line } from "#agent/testing/message-fixtures";

/** `kind who status` of each item that is no closed question. */
async function ownersOf(lines: readonly Line[]): Promise<string[]> {
  const items = await itemsOf(lines);
  return items
    .filter(({ kind, status }) => kind !== "question" || status !== "done")
    .map(({ kind, who, status }) => `${kind} ${who.kind === "person" ? who.personId : who.kind} ${status}`);
}

describe("who says so right behind takes up what was asked for, and no second task is made", () => {
  it.each<[string, readonly Line[]]>([
    [
      "who does it",
      [
        ["Ann", "Who's picking up Nora tomorrow?"],
        ["Bob", "I can grab her"],
      ],
    ],
    [
      "wer holt",
      [
        ["Ann", "Wer holt heute Emil ab?"],
        ["Bob", "Mach ich, er kann mit zu uns"],
      ],
    ],
    [
      "who wants to",
      [
        ["Ann", "Who wants to bring a cake on Saturday?"],
        ["Bob", "I can bring it"],
      ],
    ],
    [
      "wer will",
      [
        ["Ann", "Wer will am Samstag den Kuchen backen?"],
        ["Bob", "Ich backe ihn"],
      ],
    ],
    [
      "anyone",
      [
        ["Ann", "Could anyone lend Lily a rucksack?"],
        ["Bob", "We have a spare, I'll drop it round on Sunday"],
      ],
    ],
    [
      "jemand",
      [
        ["Ann", "Kann jemand Emil mitnehmen?"],
        ["Bob", "Wir können ihn nehmen, kein Problem"],
      ],
    ],
    [
      "jemand muss",
      [
        ["Ann", "Jemand muss noch die Trikots waschen"],
        ["Bob", "Kann ich machen, bin eh daheim"],
      ],
    ],
    [
      "one of you",
      [
        ["Ann", "Can one of you let him in?"],
        ["Bob", "I work nights this week so I could be there"],
      ],
    ],
    [
      "duty",
      [
        ["Ann", "Il faut appeler le plombier"],
        ["Bob", "Compris, je l'appelle lundi"],
      ],
    ],
    [
      "spoken to",
      [
        ["Bob", "I can drive"],
        ["Ann", "Can you pick me up in Leeds?"],
        ["Bob", "sure"],
      ],
    ],
    [
      "lo chiamo",
      [
        ["Ann", "Bob, puoi chiamare l'idraulico?"],
        ["Bob", "Lo chiamo oggi pomeriggio"],
      ],
    ],
    [
      "after a refusal",
      [
        ["Ann", "Cat, would you mind fetching the table?"],
        ["Cat", "Sorry, my back's gone, can't lift anything"],
        ["Bob", "I'll get it, our Steve can help me"],
      ],
    ],
  ])("%s", async (_, lines) => {
    const tasks = (await ownersOf(lines)).filter((item) => item.startsWith("task p_bob"));
    expect(tasks.at(-1)).toBe("task p_bob accepted");
    expect(await ownersOf(lines)).not.toContain("task unclear open");
  });

  it("an own offer is taken back by its name", async () => {
    const lines: Line[] = [
      ["Ann", "I can bake a cake"],
      ["Bob", "lovely"],
      ["Ann", "Actually I can't do the cake, my oven's broken"],
    ];
    expect(await ownersOf(lines)).toEqual(["task unclear open"]);
  });

  it("whom nobody asked takes nothing on with a mere ok", async () => {
    const lines: Line[] = [
      ["Bob", "Hi"],
      ["Ann", "Can you book the room?"],
      ["Cat", "ok"],
    ];
    expect(await ownersOf(lines)).toEqual(["task unclear open"]);
  });
});

describe("questions that the next message answers", () => {
  it.each<[string, string]>([
    ["Soll ich dir was aus der Apotheke mitbringen?", "Nein danke, haben alles da"],
    ["Do you want me to drive you?", "would be great, thanks"],
    ["Is she in then?", "She's out until 7 I think"],
    ["Posso passar uma procuração?", "Pode sim"],
    ["Has anyone still got the key for the gate?", "I'll get a spare cut tomorrow"],
    ["Bob, what's your account number again?", "I'll send it"],
    ["Would you take 120?", "140 and it's yours"],
    ["Quelqu'un a un appareil à raclette ?", "j'en ai un, je le ramène"],
  ])("%s – %s", async (question, reply) => {
    const items = await itemsOf([
      ["Ann", question],
      ["Bob", reply],
    ]);
    expect(items[0]).toMatchObject({ messageIds: ["m_1", "m_2"] });
    expect(items[0]?.status).not.toBe("open");
  });
});
