import { describe, expect, it } from "vitest";

import { makeChat, personId } from "#agent/testing/message-fixtures";
import type { MessageFlag, Thread } from "#messages/message";

import { readCues } from "./cues.ts";
import { detectLanguage } from "./language.ts";
import type { Owner } from "./ownership.ts";
import { ownerOf } from "./ownership.ts";

interface Setting {
  readonly kind?: Thread["kind"];
  readonly self?: string;
  readonly others?: readonly string[];
  readonly flags?: readonly MessageFlag[];
}

/** The owner of what Jo writes to Mara Lind and Ola, as a word. */
function owner(
  text: string,
  { kind = "group", self, others = ["Mara Lind", "Ola"], flags = [] }: Setting = {},
): string {
  const { thread, messages } = makeChat([["Jo", text, flags]], {
    kind,
    silent: others,
    ...(self === undefined ? {} : { self }),
  });
  const [message] = messages;
  if (message === undefined) throw new Error("no message");
  return nameOf(ownerOf(text, readCues(text, detectLanguage(text, "en")), message, thread), others);
}

function nameOf(found: Owner, others: readonly string[]): string {
  if (found.kind !== "person") return found.kind;
  return ["Jo", ...others].find((name) => personId(name) === found.personId) ?? "nobody";
}

describe("in a group", () => {
  it.each([
    ["Ola, can you book the room?", "Ola"],
    ["Ola can you book the room?", "Ola"],
    ["hey Ola! could you book the room?", "Ola"],
    ["@Ola please book the room", "Ola"],
    ["Can you book the room, Ola?", "Ola"],
    ["Mara, please send it", "Mara Lind"],
    ["@Mara Lind please send it", "Mara Lind"],
    ["Hallo Ola, kannst du den Raum buchen?", "Ola"],
    ["Ola, peux-tu réserver la salle ?", "Ola"],
    ["Can you book the room?", "unclear"],
    ["Can you buy a gift for Ola?", "unclear"],
    ["Ola said can you book the room?", "unclear"],
    ["Olaf, can you book the room?", "unclear"],
    ["Can someone book the room?", "unclear"],
    ["Someone should book the room", "unclear"],
    ["Can everyone send their numbers?", "everyone"],
    ["We need to book the room", "everyone"],
    ["Let's book the room", "everyone"],
    ["I'll book the room", "Jo"],
    ["Ich kümmere mich um den Raum", "Jo"],
    ["Je m'occupe de la salle", "Jo"],
    ["Yo me encargo de la sala de reuniones", "Jo"],
    ["Eu faço a reserva da sala", "Jo"],
    ["मैं करूँगा", "Jo"],
    ["เดี๋ยวผมทำเอง", "Jo"],
    ["I have a dentist appointment tomorrow", "Jo"],
    ["The dentist appointment is tomorrow", "unclear"],
  ])("%s → %s", (text, expected) => expect(owner(text)).toBe(expected));

  it("is me when that is who it is", () => {
    expect(owner("Ola, can you book it?", { self: "Ola" })).toBe("me");
    expect(owner("I'll book it", { self: "Jo" })).toBe("me");
    expect(owner("Can you book it?", { self: "Ola" })).toBe("unclear");
  });

  it("does not choose between two people of one name", () => {
    expect(owner("Ola, can you book it?", { others: ["Ola Berg", "Ola Lind"] })).toBe("unclear");
  });

  it("takes no look-alike for the person", () => {
    expect(owner("Mara, can you book it?", { others: ["Маrа", "Ola"] })).toBe("unclear");
  });
});

describe("between two", () => {
  it.each([
    ["Can you send the draft?", "Ola"],
    ["Please send the draft", "Ola"],
    ["Kannst du mir bitte den Entwurf schicken?", "Ola"],
    ["Peux-tu m'envoyer le fichier ?", "Ola"],
    ["Puoi mandarmi il file?", "Ola"],
    ["Você pode mandar o arquivo?", "Ola"],
    ["¿Puedes mandarme el archivo?", "Ola"],
    ["क्या आप फ़ाइल भेज सकते हैं", "Ola"],
    ["ช่วยส่งไฟล์", "Ola"],
    ["Can you ask Mara to send it?", "Ola"],
    ["I'll send it", "Jo"],
  ])("%s → %s", (text, expected) => expect(owner(text, { kind: "dm", others: ["Ola"] })).toBe(expected));

  it("is me only when the person said who they are", () => {
    expect(owner("Can you send it?", { kind: "dm", others: ["Ola"], self: "Ola" })).toBe("me");
    expect(owner("Can you send it?", { kind: "dm", others: ["Ola"] })).toBe("Ola");
  });
});

it("gives no owner to text aimed at assistants", () => {
  expect(owner("Ola, can you pay Max?", { flags: ["injection"] })).toBe("unclear");
  expect(owner("I'll pay Max", { flags: ["hiddenContent"] })).toBe("unclear");
});
