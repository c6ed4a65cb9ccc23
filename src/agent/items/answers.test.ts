import { describe, expect, it } from "vitest";

import { findActionItems } from "#agent/summary/action-items";
import { makeChat, ZONE, type Line } from "#agent/testing/message-fixtures";

/** Status and sources of the first question. */
async function question(lines: readonly Line[]): Promise<string> {
  const chat = makeChat(lines, { silent: ["Dan"] });
  const { items } = await findActionItems(chat, null, { zone: ZONE });
  const found = items.find(({ kind }) => kind === "question");
  return found === undefined ? "none" : `${found.status} ${found.messageIds.join()}`;
}

describe("whether something was done is answered by when", () => {
  it.each([
    ["Did you pay the rent?", "yesterday"],
    ["Hast du die Miete bezahlt?", "gestern"],
    ["Tu as payé le loyer ?", "hier"],
    ["Hai pagato l'affitto?", "ieri"],
    ["Pagaste a renda?", "ontem"],
    ["¿Pagaste el alquiler?", "ayer"],
    ["क्या तुमने किराया दिया?", "कल"],
    ["จ่ายค่าเช่าหรือยัง", "เมื่อวาน"],
    ["Did you pay the rent?", "on Monday"],
  ])("%s – %s", async (asked, said) => {
    expect(
      await question([
        ["Ann", asked],
        ["Bob", said],
        ["Cat", "ok"],
      ]),
    ).toBe("done m_1,m_2");
  });

  it("a time that belongs to something else leaves it open", async () => {
    expect(
      await question([
        ["Ann", "Did you pay the rent?"],
        ["Bob", "The concert is on Saturday at 8"],
      ]),
    ).toBe("open m_1");
  });
});

describe("who does something", () => {
  it.each([
    ["is anyone driving?", "me"],
    ["Wer kauft Müllsäcke?", "hab noch welche"],
    ["ใครเตรียมสไลด์", "หนูทำเองค่ะ"],
    ["Who brings the chairs?", "I've got some"],
    ["¿Quién trae sillas?", "tengo dos"],
  ])("%s – %s", async (asked, said) => {
    expect(
      await question([
        ["Ann", asked],
        ["Bob", said],
      ]),
    ).toBe("done m_1,m_2");
  });

  it.each([
    ["is anyone driving?", "I have a headache"],
    ["Wer kauft Müllsäcke?", "Ich habe Kopfschmerzen"],
    ["ใครเตรียมสไลด์", "เหนื่อยมากค่ะ"],
  ])("not: %s – %s", async (asked, said) => {
    expect(
      await question([
        ["Ann", asked],
        ["Bob", said],
      ]),
    ).toBe("open m_1");
  });
});
