import { describe, expect, it } from "vitest";

import { proposeEvent } from "#agent/events/propose-event";
import { brief, itemsOf } from "#agent/testing/brief-items";
import { makeChat, ZONE, type Line } from "#agent/testing/message-fixtures";

const chatOf = (texts: readonly string[]): readonly Line[] =>
  texts.map((text, index): Line => [index % 2 === 0 ? "Ann" : "Bob", text]);
const found = async (...texts: readonly string[]): Promise<string[]> =>
  (await itemsOf(chatOf(texts))).map(brief);

async function draftOf(index: number, ...texts: readonly string[]): Promise<string> {
  const { thread, messages } = makeChat(chatOf(texts));
  const message = messages[index];
  if (message === undefined) throw new Error("no such message");
  const options = { now: "2026-11-24T12:00:00Z", newId: () => "id", zone: ZONE, defaultDurationMinutes: 60 };
  const { draft } = await proposeEvent({ thread, message, nearby: messages }, null, options);
  return `${draft.start} ${draft.title}`;
}

describe("a change of plan", () => {
  it.each([
    [
      "Fair on Saturday 12 December at 3pm at the park",
      "Change of plan, same day but 5pm at the school",
      "17",
    ],
    [
      "Das Sommerfest ist am Samstag, 12. Dezember um 15 Uhr",
      "Planänderung: am selben Tag, aber um 17 Uhr",
      "17",
    ],
    ["La kermesse est samedi 12 décembre à 15h", "Changement de programme : même jour mais à 17h", "17"],
    ["La recita è sabato 12 dicembre alle 15:00", "Cambio di programma, stesso giorno ma alle 17:00", "17"],
    [
      "El recital es el sábado 12 de diciembre a las 15:00",
      "Cambio de planes, mismo día pero a las 17:00",
      "17",
    ],
    ["O recital é no sábado 12 de dezembro às 15h", "Mudança de planos, mesmo dia mas às 17h", "17"],
  ])("keeps the day: %s – %s", async (planned, change, hour) =>
    expect(await found(planned, change)).toEqual([`event changed 2026-12-12T${hour}:00 m_1,m_2`]),
  );

  it("is of what was planned for the hour it gives up, however much was said since", async () => {
    const items = await found(
      "Der Umzug ist am Samstag, 5. Dezember um 9 Uhr",
      "Hat jemand eine Leiter?",
      "Der Chor probt am Freitag, 4. Dezember um 18 Uhr",
      "Leute, also fangen wir erst um 10 statt um 9 an!",
    );
    expect(items[0]).toBe("event changed 2026-12-05T10:00 m_1,m_4");
    expect(items).toContain("event open 2026-12-04T18:00 m_3");
  });

  it.each([
    [
      "Thursday I have football. Friday?",
      "Friday same time works for me",
      "event changed 2026-12-04T19:00 m_1,m_2,m_3",
    ],
    [
      "I can't do Thursday, can we do Friday 4 December instead?",
      "ok Friday 4 December at 8 pm it is",
      "event changed 2026-12-04T20:00 m_1,m_2,m_3",
    ],
    [
      "Thursday I have football. Friday?",
      "no, let's stay with Thursday",
      "event accepted 2026-12-03T19:00 m_1,m_2,m_3",
    ],
  ])("follows proposal and answer: %s – %s", async (proposal, answer, item) =>
    expect(await found("Let's eat at my place on Thursday 3 December at 7pm", proposal, answer)).toEqual([
      item,
    ]),
  );

  it.each([
    [
      "On fait une fondue chez moi samedi 5 décembre à 19h ?",
      "Finalement on repousse à 20h, mon bus arrive tard",
      "2026-12-05T20:00",
    ],
    [
      "Ragazzi padel giovedì 3 dicembre alle 20?",
      "Giovedì lavoro fino alle 20, facciamo alle 21?",
      "2026-12-03T21:00",
    ],
    [
      "Chicas, ¿salimos al campo el sábado 5 de diciembre?",
      "¿Lo pasamos al domingo 6 a las 9?",
      "2026-12-06T09:00",
    ],
  ])("that is asked for: %s – %s", async (planned, change, start) =>
    expect(await found(planned, change)).toEqual([`event changed ${start} m_1,m_2`]),
  );

  it("leaves alone what speaks of another thing", async () => {
    expect(
      await found("Party on Saturday 12 December at 3pm", "The dentist is on the same day at 9am"),
    ).toContain("event open 2026-12-12T15:00 m_1");
    expect((await found("Party on Saturday 12 December at 3pm", "I have choir on Thursday"))[0]).toBe(
      "event open 2026-12-12T15:00 m_1",
    );
  });
});

describe("a draft", () => {
  const party = [
    "Party on Saturday 12 December at 3pm at the park",
    "ok",
    "Change of plan, same day but 5pm at the hall",
    "fine",
  ];
  it.each([
    [0, "Party at the park"],
    [2, "Party"],
    [3, "Party at the park"],
  ])("has the time that holds, from message %i", async (index, title) =>
    expect(await draftOf(index, ...party)).toBe(`2026-12-12T17:00 ${title}`),
  );
  it("is called after the event, and not after what was said of it", async () => {
    const moving = [
      "Hallo ihr Lieben, der Umzug ist am Samstag, 5. Dezember um 9 Uhr. Wer hilft?",
      "Ich!",
      "Also starten wir um 11 statt um 9!",
      "11 Uhr passt",
    ];
    expect(await draftOf(2, ...moving)).toBe("2026-12-05T11:00 Umzug");
    expect(await draftOf(3, ...moving)).toBe("2026-12-05T11:00 Umzug");
    expect(await draftOf(0, "Shall we go to the Christmas market on Saturday 12 December at 5pm?")).toBe(
      "2026-12-12T17:00 Christmas market",
    );
  });
});

describe("what is over", () => {
  it.each([
    "Last year's party was on 5 December at 6pm and it was freezing, remember?",
    "Letztes Jahr war das Fest am 5. Dezember, wisst ihr noch?",
    "L'an dernier la fête était le 5 décembre, vous vous souvenez ?",
    "L'anno scorso la festa era il 5 dicembre, vi ricordate?",
    "El año pasado la fiesta fue el 5 de diciembre, ¿os acordáis?",
  ])("is no item: %s", async (text) => expect(await found(text)).toEqual([]));
  it("but what is asked of this year is", async () =>
    expect(await found("Do you remember when the party is?")).toHaveLength(1));
});
