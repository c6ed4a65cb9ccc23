import { describe, expect, it } from "vitest";

import { brief, brieflyOf, itemsOf, startOf } from "#agent/testing/brief-items";

describe("another day, and not of what", () => {
  it.each([
    ["The picnic is on Saturday at 2pm", "let's do Monday instead, it's going to rain", "30"],
    ["The picnic is on Saturday at 2pm", "It's going to rain on Saturday, so let's do Sunday instead", "29"],
    ["Das Grillen ist am Samstag um 16 Uhr", "Lass uns lieber Sonntag machen, es soll regnen", "29"],
    ["Le pique-nique est samedi à 14h", "on fait plutôt dimanche, il va pleuvoir", "29"],
    ["Il picnic è sabato alle 14", "facciamo domenica invece, piove", "29"],
    ["O piquenique é sábado às 14h", "vamos fazer domingo em vez disso, vai chover", "29"],
    ["El picnic es el sábado a las 14:00", "mejor lo hacemos el domingo, va a llover", "29"],
    ["शनिवार दोपहर 2 बजे पिकनिक है", "इसके बजाय रविवार को करते हैं, बारिश होने वाली है", "29"],
    ["ปิกนิกวันเสาร์ 14:00 น.", "เปลี่ยนเป็นวันอาทิตย์ดีกว่า ฝนจะตก", "29"],
  ])("moves the event before it: %s – %s", async (planned, moved, day) =>
    expect(await brieflyOf(planned, moved)).toEqual([`event changed 2026-11-${day} m_1,m_2`]),
  );

  it.each([
    ["The picnic is on Saturday at 2pm", "how about Sunday, the weather looks better"],
    ["The picnic is on Saturday at 2pm", "Sunday would be better for us, the kids have swimming"],
    ["The picnic is on Saturday at 2pm", "sorry, can't do Saturday, Sunday?"],
    ["Das Grillen ist am Samstag um 16 Uhr", "Sonntag würde mir besser passen"],
    ["Le pique-nique est samedi à 14h", "et si on faisait dimanche ? il va pleuvoir"],
    ["Il picnic è sabato alle 14", "per noi sarebbe meglio domenica"],
    ["O piquenique é sábado às 14h", "que tal domingo? vai chover"],
    ["El picnic es el sábado a las 14:00", "¿y el domingo?"],
    ["Das Treffen ist am Montag um 15 Uhr", "Montag kann ich nicht, Mittwoch geht"],
    ["The picnic is on Saturday at 2pm", "Saturday I can't, Sunday works"],
    ["शनिवार दोपहर 2 बजे पिकनिक है", "रविवार को करें? बारिश होगी"],
  ])("keeps both where it only proposes: %s – %s", async (planned, proposal) => {
    const items = await brieflyOf(planned, proposal);
    expect(items).toEqual(["event open ask m_1,m_2"]);
  });

  it.each([
    ["ok", "event changed 2026-11-29 m_1,m_2,m_3"],
    ["Sunday it is then", "event changed 2026-11-29 m_1,m_2,m_3"],
    ["no, let's stay with Saturday", "event accepted 2026-11-28T14:00 m_1,m_2,m_3"],
  ])("until somebody answers: %s", async (answer, item) =>
    expect(await brieflyOf("The picnic is on Saturday at 2pm", "how about Sunday?", answer)).toEqual([item]),
  );

  it.each([
    "I have a dentist appointment on Monday at 9am",
    "let's go to the cinema on Monday",
    "I'll wash the car on Monday instead",
    "let's eat the cake on Monday instead",
    "he comes on Monday instead",
    "I'm away on Monday instead",
    "it's going to rain on Monday",
    "I have to work on Sunday",
    "Sunday works too",
    "are you free on Sunday?",
    "what are you doing on Sunday?",
    "is the shop open on Sunday?",
  ])("and is of something else in: %s", async (text) => {
    const [picnic] = await brieflyOf("The picnic is on Saturday at 2pm", text);
    expect(picnic).toBe("event open 2026-11-28T14:00 m_1");
  });

  it.each([
    ["Let's have a picnic!", "how about Sunday?"],
    ["Let's have a picnic!", "Sunday?"],
  ])("dates what had no day: %s – %s", async (planned, day) =>
    expect(await brieflyOf(planned, day)).toEqual(["event open 2026-11-29 m_1,m_2"]),
  );

  it("asks where two events may be meant, and adds none", async () => {
    const items = await itemsOf([
      ["Ann", "The picnic is on Saturday at 2pm"],
      ["Ann", "Dentist on Thursday at 3pm"],
      ["Bob", "let's do Monday instead, it's going to rain"],
    ]);
    expect(items.map(brief)).toEqual(["event open 2026-11-28T14:00 m_1", "event open ask m_2,m_3"]);
    expect(items[1]?.due).toMatchObject({ kind: "ask", reason: "alternatives" });
  });

  it("is not of somebody's own appointment, and of the day that it names", async () => {
    const own = await itemsOf([
      ["Ann", "The picnic is on Saturday at 2pm"],
      ["Ann", "My dentist is on Thursday at 3pm"],
      ["Bob", "let's do Monday instead, it's going to rain"],
    ]);
    expect(own.map(startOf)).toEqual(["2026-11-30", "2026-11-26T15:00"]);
    const named = await itemsOf([
      ["Ann", "The picnic is on Saturday at 2pm"],
      ["Ann", "Choir practice is on Friday at 6pm"],
      ["Bob", "I can't do Saturday. Could we do Sunday?"],
    ]);
    expect(named.map(startOf)).toEqual(["ask", "2026-11-27T18:00"]);
  });
});

it("another day at another place is no event beside the plan", async () =>
  expect(
    await brieflyOf("Picnic on Saturday at noon in the park?", "how about Sunday at the lake?"),
  ).toHaveLength(1));

describe("the planned day is given up and another one proposed", () => {
  it.each([
    ["Dinner is on Saturday at 8pm", "Saturday doesn't work for mum, let's do lunch on Sunday at 1pm", "ok"],
    [
      "Das Abendessen ist am Samstag um 20 Uhr",
      "Samstag kann Mama nicht, machen wir Sonntag um 13 Uhr Brunch",
      "ok",
    ],
    ["La cena è sabato alle 20", "sabato mamma non può, facciamo domenica a pranzo alle 13", "va bene"],
  ])("%s – %s – %s", async (planned, proposal, answer) => {
    expect(await brieflyOf(planned, proposal)).toEqual(["event open ask m_1,m_2"]);
    expect(await brieflyOf(planned, proposal, answer)).toEqual([
      "event changed 2026-11-29T13:00 m_1,m_2,m_3",
    ]);
  });

  it("and not where only one of the two is said", async () => {
    const [dinner] = await brieflyOf("Dinner is on Saturday at 8pm", "Let's have lunch on Sunday at 1pm");
    expect(dinner).toBe("event open 2026-11-28T20:00 m_1");
  });
});
