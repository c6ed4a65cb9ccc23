import { describe, expect, it } from "vitest";

import { brief, brieflyOf, itemsOf, startOf } from "#agent/testing/brief-items";
import type { Line } from "#agent/testing/message-fixtures";

describe("a change moves what it is about", () => {
  it.each<readonly [readonly string[], string]>([
    [
      ["The fair is on Saturday at 3pm", "great", "Change of plan: the fair opens at 5pm"],
      "2026-11-28T17:00",
    ],
    [
      ["Der Umzug ist am Samstag um 14 Uhr", "gut", "Planänderung! Es geht erst um 16 Uhr los"],
      "2026-11-28T16:00",
    ],
    [
      ["El domingo comemos a las 14:00", "bien", "Cambio de plan: la comida es a las 15:00"],
      "2026-11-29T15:00",
    ],
    [["Ciné vendredi à 20h ?", "Plutôt 21h"], "2026-11-27T21:00"],
    [["La cena è venerdì alle 20", "Facciamo alle 21?"], "2026-11-27T21:00"],
    [["O jogo é sábado às 16h", "ok", "vamos mudar para domingo, mesma hora"], "2026-11-29T16:00"],
    [["शनिवार दोपहर 2 बजे पूजा है", "ठीक है", "पूजा अब शाम 4 बजे होगी"], "2026-11-28T16:00"],
    [["คอนเสิร์ตวันเสาร์ 14:00 น.", "โอเค", "คอนเสิร์ตเลื่อนเป็น 16:00 น."], "2026-11-28T16:00"],
    [["Grillen am Samstag um 16 Uhr?", "Eher 18 Uhr, ich arbeite lange"], "2026-11-28T18:00"],
    [["Party on Saturday! It starts at 8pm."], "2026-11-28T20:00"],
  ])("%j", async (texts, start) => {
    const items = await brieflyOf(...texts);
    expect(items).toHaveLength(1);
    expect(items[0]).toContain(start);
  });

  it.each([
    ["Bob, can you print the posters on Thursday?", "Change of plan: my dentist is on Saturday at 10am"],
    ["Bob, can you print the posters on Thursday?", "The move is on Saturday at 2pm"],
    ["Bob, kannst du am Donnerstag die Plakate drucken?", "Mein Friseur wurde auf Samstag 10 Uhr verlegt"],
    ["Bob, ¿puedes imprimir los carteles el jueves?", "Cambio de plan: mi cita es el sábado a las 10:00"],
  ])("and not %s by %s", async (task, other) => {
    expect(await brieflyOf(task, other)).toEqual([
      "task open 2026-11-26 m_1",
      expect.stringMatching(/^event open 2026-11-28T1[04]:00 m_2$/),
    ]);
  });

  it.each<readonly [readonly string[], string]>([
    [["Concert on Saturday at 15:00", "I get to the concert at 4pm"], "2026-11-28T15:00"],
    [["Concert on Saturday at 15:00", "The concert bus leaves at 2pm"], "2026-11-28T15:00"],
    [["The meeting is on Saturday at 3pm", "After the meeting we eat at 6pm"], "2026-11-28T15:00"],
    [["El concierto es el sábado a las 15:00", "Salgo del concierto a las 18:00"], "2026-11-28T15:00"],
    [["Das Konzert ist am Samstag um 15 Uhr", "Ich komme um 16 Uhr zum Konzert"], "2026-11-28T15:00"],
    [["Das Konzert ist am Samstag um 15 Uhr", "Nach dem Konzert essen wir um 18 Uhr"], "2026-11-28T15:00"],
    [["Le concert est samedi à 15h", "Après le concert on mange à 18h"], "2026-11-28T15:00"],
    [["Party on Saturday! The shop closes at 6pm."], "2026-11-28"],
    [["Dinner on Friday?", "I get up at 8pm"], "2026-11-27"],
    [
      [
        "Der Zahnarzt ist am Donnerstag um 15 Uhr",
        "wann landet Papas Flug?",
        "jetzt erst um 18 Uhr, hat Verspätung",
      ],
      "2026-11-26T15:00",
    ],
  ])("a clock beside the event's word is not its own: %j", async (texts, start) => {
    const [item] = await itemsOf(texts.map((text, index): Line => [["Ann", "Bob"][index % 2] ?? "", text]));
    expect(item && startOf(item)).toBe(start);
  });

  it.each<readonly [readonly string[], string]>([
    [["Concert on Saturday at 15:00", "The concert is at 4pm"], "2026-11-28T16:00"],
    [["Das Konzert ist am Samstag um 15 Uhr", "Das Konzert beginnt um 16 Uhr"], "2026-11-28T16:00"],
    [["El sábado a las 14:00 es la mudanza", "al final la mudanza empieza a las 16:00"], "2026-11-28T16:00"],
    [["Le concert est samedi à 15h", "au final le concert est à 16h"], "2026-11-28T16:00"],
    [["The party is on Sunday at 1pm", "the party is actually on Saturday"], "2026-11-28T13:00"],
  ])("and this one is: %j", async (texts, start) => {
    const items = await itemsOf(texts.map((text, index): Line => [["Ann", "Bob"][index % 2] ?? "", text]));
    expect(items.map(startOf)).toEqual([start]);
  });

  it.each<readonly [string, string, string]>([
    [
      "Il dentista è martedì alle 10",
      "il dentista è stato spostato da martedì a giovedì alle 12",
      "26T12:00",
    ],
    ["La riunione è lunedì alle 15", "la riunione passa dalle 15 alle 16", "30T16:00"],
    ["La riunione è lunedì alle 15", "la riunione è stata spostata da lunedì a mercoledì", "25"],
    ["बैठक सोमवार दोपहर 3 बजे है", "बैठक सोमवार से बुधवार को शिफ्ट हो गई है", "25"],
    ["बैठक सोमवार दोपहर 3 बजे है", "बैठक सोमवार से बदलकर बुधवार शाम 4 बजे कर दी", "25T16:00"],
    ["बैठक सोमवार दोपहर 3 बजे है", "बैठक 3 बजे की जगह शाम 5 बजे होगी", "30T17:00"],
    ["ประชุมวันจันทร์ 15:00 น.", "ประชุมเลื่อนจากวันจันทร์เป็นวันพุธ", "25"],
    ["ประชุมวันจันทร์ 15:00 น.", "ประชุมเลื่อนจาก 15:00 น. เป็น 16:00 น.", "30T16:00"],
    ["La reunión es el lunes a las 15:00", "la reunión se ha cambiado del lunes al miércoles", "25"],
    ["A reunião é segunda às 15h", "a reunião mudou das 15h para as 16h", "30T16:00"],
    ["The meeting is on Monday at 3pm", "the meeting moved from 3pm to 4pm", "30T16:00"],
    ["La réunion est lundi à 15h", "la réunion est déplacée de lundi à mercredi", "25"],
    ["Das Treffen ist am Montag um 15 Uhr", "das Treffen wurde von Montag auf Mittwoch verschoben", "25"],
  ])("from A to B: %s – %s", async (planned, moved, start) =>
    expect(await brieflyOf(planned, moved)).toEqual([`event changed 2026-11-${start} m_1,m_2`]),
  );

  it.each<readonly [string, string]>([
    ["La riunione è lunedì dalle 15 alle 16", "2026-11-30T15:00"],
    ["बैठक सोमवार दोपहर 3 से 5 बजे तक है", "2026-11-30T15:00"],
    ["ประชุมวันจันทร์ 15:00 ถึง 16:00 น.", "2026-11-30T15:00"],
  ])("a range that nothing moves is one: %s", async (text, start) =>
    expect(await brieflyOf(text)).toEqual([`event open ${start} m_1`]),
  );

  it("a time that was only about another event stays with that event", async () => {
    const items = await brieflyOf(
      "The school concert is on Saturday at 2pm",
      "ok",
      "the school bus leaves at 4pm on Friday now",
    );
    expect(items).toEqual(["event accepted 2026-11-28T14:00 m_1,m_2", "event open 2026-11-27T16:00 m_3"]);
  });

  it("marks a day that nobody named", async () => {
    const [item] = await itemsOf([["Ann", "Cambio de plan: la comida es a las 15:00"]]);
    expect(item?.due).toMatchObject({ kind: "time", flags: ["day"] });
  });
});

describe("the next message answers", () => {
  it.each([
    ["When does the shop open?", "At 9"],
    ["What time should we meet?", "7:15 at the station"],
    ["Who's making the cake?", "Cat is"],
    ["Wo treffen wir uns?", "am Bahnhof"],
    ["Wer backt den Kuchen?", "Tante Rosi"],
    ["Est-ce que tu viens ?", "je crois que oui"],
    ["Porto qualcosa?", "Solo il pane"],
    ["Chi gli apre?", "Io"],
    ["A avó também vem?", "Vem sim"],
    ["¿Quién hace el postre?", "La tía Rosa"],
    ["दुकान कब बंद होती है?", "9 बजे"],
    ["จอดรถที่ไหน", "หลังวัด"],
    ["Should I pick you up?", "that would be great"],
  ])("%s – %s", async (question, reply) =>
    expect(await brieflyOf(question, reply)).toEqual(["question done no date m_1,m_2"]),
  );

  it.each([
    ["When does the shop open?", "the pharmacy closes at 6pm"],
    ["When does the shop open?", "thanks!"],
    ["Who brings the chairs?", "me too"],
    ["Wer bringt die Stühle mit?", "keine Ahnung"],
    ["Where do the bikes go?", "nice picture"],
    ["On met les vélos où ?", "trop fatiguée aujourd'hui"],
    ["¿Viene el abuelo?", "qué foto más bonita"],
    ["คุณตามาไหม", "รูปสวยมาก"],
  ])("%s is not answered by %s", async (question, reply) =>
    expect(await brieflyOf(question, reply)).toEqual(["question open no date m_1"]),
  );
});

describe("done", () => {
  it.each([
    ["Bob, can you pick up the keys?", "got the keys"],
    ["Bob, please tell the neighbours", "told them"],
    ["Bob, kannst du die Kartons besorgen?", "Kartons sind besorgt"],
    ["Bob, tu peux réserver le taxi ?", "Taxi réservé"],
    ["Bob, puoi comprare i fiori?", "Fiori comprati!"],
    ["Bob, podes imprimir os cartazes?", "Já imprimi os cartazes"],
    ["Bob, ¿compras tú las flores?", "Ya compré las flores"],
    ["Bob, फूल ख़रीद लेना", "फूल ले लिए"],
    ["Bob ช่วยซื้อดอกไม้หน่อย", "ซื้อดอกไม้แล้ว"],
  ])("%s – %s", async (task, report) =>
    expect(await brieflyOf(task, report)).toEqual(["task done no date m_1,m_2"]),
  );

  it.each([
    ["Bob, can you pick up the keys?", "I picked up the cake"],
    ["Bob, can you print the posters?", "I wanted to print the posters but the shop was closed"],
    ["Bob, can you print the posters?", "half of the posters are printed"],
    ["Bob, can you print the posters?", "The posters are printed on Friday"],
    ["Bob, kannst du die Kartons besorgen?", "ich muss die Kartons noch besorgen"],
    ["Bob, tu peux réserver le taxi ?", "C'est noté"],
    ["Bob, puoi comprare i fiori?", "perfetto, grazie"],
  ])("%s is not done by %s", async (task, report) => {
    const [first] = await itemsOf([
      ["Ann", task],
      ["Bob", report],
    ]);
    expect(first?.kind).toBe("task");
    expect(first?.status).not.toBe("done");
  });
});

describe("sources", () => {
  it("an ok to an offer or to an answer is none of the event before it", async () => {
    const items = await itemsOf([
      ["Ann", "Dinner on Friday at 7pm?"],
      ["Bob", "I'll bring the salad"],
      ["Cat", "great"],
      ["Bob", "Where is it?"],
      ["Ann", "at my place"],
      ["Bob", "perfect"],
    ]);
    expect(items.map(brief)).toEqual([
      "event open 2026-11-27T19:00 m_1",
      "task open no date m_2",
      "question done no date m_4,m_5",
    ]);
  });

  it("who can takes on what nobody in particular was asked for", async () => {
    const [item] = await itemsOf([
      ["Ann", "Can somebody bring a pump?"],
      ["Cat", "I've got one"],
    ]);
    expect(item).toMatchObject({ status: "accepted", who: { kind: "person", personId: "p_cat" } });
  });
});

describe("plain facts", () => {
  it.each([
    ["Leute, am Samstag um 14 Uhr ist Flohmarkt", "2026-11-28T14:00"],
    ["Le vide-grenier c'est dimanche à 9h30", "2026-11-29T09:30"],
    ["Sabato alle 14 c'è il mercato", "2026-11-28T14:00"],
    ["The bus leaves on Friday at 8:15am, don't be late", "2026-11-27T08:15"],
    ["The rent is due on Friday", "due"],
  ])("%s", async (text, start) => expect(await brieflyOf(text)).toEqual([`event open ${start} m_1`]));

  it.each([
    "Last year the fair was on Saturday at 2pm",
    "Am Samstag um 14 Uhr war ich noch krank",
    "I'm at work on Saturday at 2pm",
    "Max ist am Freitag nicht da",
    "आज मौसम अच्छा है",
  ])("nothing in: %s", async (text) => expect(await brieflyOf(text)).toEqual([]));
});

describe("a bare clock is of the day that its message named before it", () => {
  it.each<readonly [string, string]>([
    ["Fancy the quiz on Sunday? Starts at 8pm", "2026-11-29T20:00"],
    ["Lust auf Kino am Samstag? Beginnt um 20 Uhr", "2026-11-28T20:00"],
    ["Party am Samstag! Um 20 Uhr geht's los", "2026-11-28T20:00"],
    ["On va au marché dimanche ? Ça ouvre à 9h", "2026-11-29T09:00"],
    ["Ti va un cinema venerdì? Inizia alle 21", "2026-11-27T21:00"],
    ["Queres ir ao concerto no sábado? Começa às 21h", "2026-11-28T21:00"],
    ["¿Vienes al partido el sábado? Empieza a las 18:00", "2026-11-28T18:00"],
    ["रविवार को फ़िल्म देखने चलें? शो शाम 6 बजे शुरू होगा", "2026-11-29T18:00"],
    ["วันเสาร์ไปดูหนังกันไหม? เริ่มหกโมงเย็น", "2026-11-28T18:00"],
    ["Who's coming to the match on Saturday? Kick-off is at 3pm", "2026-11-28T15:00"],
    ["The wedding is on Saturday. The dinner is at 7pm.", "2026-11-28T19:00"],
  ])("%s", async (text, start) => {
    expect((await brieflyOf(text)).at(-1)).toContain(start);
  });

  it.each<readonly [string, string, string]>([
    ["कल शाम 7 बजे सोसाइटी की मीटिंग है", "मीटिंग अब परसों होगी, उसी समय", "2026-11-26T19:00"],
    ["कल शाम 7 बजे मीटिंग है", "मीटिंग परसों कर दी है, समय वही", "2026-11-26T19:00"],
    [
      "Das Treffen ist morgen um 19 Uhr",
      "Das Treffen ist jetzt übermorgen, gleiche Uhrzeit",
      "2026-11-26T19:00",
    ],
    [
      "La reunión es mañana a las 19:00",
      "La reunión ahora es pasado mañana, a la misma hora",
      "2026-11-26T19:00",
    ],
  ])("and a new day keeps the hour: %s – %s", async (planned, moved, start) => {
    expect(await brieflyOf(planned, moved)).toEqual([expect.stringContaining(`changed ${start}`)]);
  });
});
