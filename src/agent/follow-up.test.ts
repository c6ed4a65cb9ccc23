import { describe, expect, it } from "vitest";

import { findActionItems, type ActionItem } from "./action-items.ts";
import { makeChat, ZONE, type Line } from "./testing/message-fixtures.ts";

// Tuesday 24 November 2026, 10:15 in Berlin.
async function itemsOf(lines: readonly Line[]): Promise<readonly ActionItem[]> {
  const chat = makeChat(lines, { silent: ["Ann", "Bob", "Cat"] });
  return (await findActionItems(chat, null, { zone: ZONE })).items;
}

const startOf = ({ due }: ActionItem): string => {
  if (due?.kind === "time") return due.start.local;
  return due?.kind === "date" ? due.start : (due?.kind ?? "no date");
};

/** `kind status start [sources]`. */
const brief = (item: ActionItem): string =>
  `${item.kind} ${item.status} ${startOf(item)} ${item.messageIds.join()}`;

const brieflyOf = async (...texts: readonly string[]): Promise<string[]> => {
  const people = ["Ann", "Bob"];
  return (await itemsOf(texts.map((text, index): Line => [people[index % 2] ?? "", text]))).map(brief);
};

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
    "are you free on Sunday?",
    "what are you doing on Sunday?",
    "is the shop open on Sunday?",
  ])("and is of something else in: %s", async (text) => {
    const [picnic] = await brieflyOf("The picnic is on Saturday at 2pm", text);
    expect(picnic).toBe("event open 2026-11-28T14:00 m_1");
  });

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

describe("done, without saying what", () => {
  it.each([
    ["Bob, can you send the invoices to the tax office?", "I sent them on Monday"],
    ["Bob, can you send the invoices to the tax office?", "done, sent them yesterday"],
    ["Bob, please pick up the cake", "picked it up on Friday"],
    ["Bob, kannst du die Rechnungen ans Finanzamt schicken?", "hab sie am Montag abgeschickt"],
    ["Bob, kannst du die Blumen gießen?", "hab ich gestern gegossen"],
    ["Bob, tu peux envoyer les factures au comptable ?", "je les ai envoyées lundi"],
    ["Bob, puoi mandare le fatture al commercialista?", "le ho mandate ieri"],
    ["Bob, podes enviar as faturas ao contabilista?", "já as enviei ontem"],
    ["Bob, podes regar as plantas?", "reguei ontem"],
    ["Bob, ¿puedes enviar las facturas al gestor?", "las envié el lunes"],
    ["Bob, ¿puedes poner la lavadora?", "la puse ayer"],
    ["Bob, बिल अकाउंटेंट को भेज देना", "कल भेज दिए"],
    ["Bob ช่วยส่งใบแจ้งหนี้ให้บัญชีหน่อย", "ส่งไปเมื่อวานแล้ว"],
  ])("%s – %s", async (task, report) =>
    expect(await brieflyOf(task, report)).toEqual(["task done no date m_1,m_2"]),
  );

  it.each([
    ["Bob, can you send the invoices?", "I sent you a picture"],
    ["Bob, can you send the invoices?", "I sent you one on Monday"],
    ["Bob, can you send the invoices?", "I called her yesterday"],
    ["Bob, can you send the invoices?", "they are sent on Monday"],
    ["Bob, can you book the table?", "I sent it yesterday"],
    ["Bob, kannst du die Rechnungen schicken?", "ich hab dir ein Bild geschickt"],
    ["Bob, tu peux envoyer les factures ?", "je t'ai envoyé une photo"],
    ["Bob, puoi mandare le fatture?", "ti ho mandato una foto"],
    ["Bob, podes enviar as faturas?", "mandei-te uma foto ontem"],
    ["Bob, ¿puedes enviar las facturas?", "te envié una foto"],
    ["Bob, बिल भेज देना", "मैंने तुम्हें फोटो भेज दी"],
    ["Bob ช่วยส่งใบแจ้งหนี้หน่อย", "ส่งรูปให้แล้ว"],
  ])("%s is not done by %s", async (task, report) =>
    expect(await brieflyOf(task, report)).toEqual(["task open no date m_1"]),
  );

  it("ends neither of two that it may be of, and none of somebody else's", async () => {
    const two = await itemsOf([
      ["Ann", "Bob, can you send the invoices to the tax office?"],
      ["Ann", "Bob, please send the photos to Grandma"],
      ["Bob", "sent them yesterday"],
    ]);
    expect(two.map(({ status }) => status)).toEqual(["open", "open"]);
    const [other] = await itemsOf([
      ["Ann", "Bob, can you send the invoices to the tax office?"],
      ["Cat", "I sent them on Monday"],
    ]);
    expect(other?.status).toBe("open");
  });
});

describe("please", () => {
  it.each([
    ["¿te recojo?", "porfa, llego 13:20"],
    ["¿Te recojo en la estación?", "sí porfa, a las 13:20"],
    ["Shall I pick you up?", "please, I get in at 13:20"],
    ["Soll ich dich abholen?", "ja bitte, ich komme um 13:20 an"],
    ["Je viens te chercher ?", "oui s'il te plaît, j'arrive à 13h20"],
    ["Ti vengo a prendere?", "sì per favore, arrivo alle 13:20"],
    ["Queres que te vá buscar?", "por favor, chego às 13:20"],
    ["मैं तुम्हें लेने आऊँ?", "हाँ प्लीज़, मैं 13:20 पर पहुँचूँगा"],
    ["ให้ไปรับไหม", "รบกวนด้วยครับ ถึง 13:20"],
  ])("takes an offer: %s – %s", async (offer, reply) =>
    expect(await brieflyOf(offer, reply)).toEqual(["question done no date m_1,m_2"]),
  );

  it.each([
    "porfa, trae el paraguas",
    "please, I need the documents by Friday",
    "Bitte, ich brauche die Unterlagen bis Freitag",
    "s'il te plaît, montre-moi le plan",
    "per favore porta il pane",
    "por favor, leva o pão",
    "the report by Friday please",
    "รบกวนด้วยครับ ส่งเอกสารให้หน่อย",
  ])("and this asks: %s", async (text) => expect((await brieflyOf(text))[0]).toMatch(/^task open/));
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
