import { describe, expect, it } from "vitest";

import { makeChat, ZONE } from "#agent/testing/message-fixtures";
import type { Message } from "#messages/message";

import { proposeEvent } from "./propose-event.ts";

/** Of a message of Jo's, by code. */
async function titleOf(text: string): Promise<string> {
  const chat = makeChat([["Jo", text]], { silent: ["Mara Lind"] });
  const message = chat.messages[0] as Message;
  const options = { now: "2026-11-24T12:00:00Z", newId: () => "id", zone: ZONE, defaultDurationMinutes: 30 };
  return (await proposeEvent({ thread: chat.thread, message, nearby: [] }, null, options)).draft.title;
}

describe("a title is the event, and not how its sentence opens, leads up to the date and closes", () => {
  it.each([
    ["Hi Mara, the concert is on Saturday at 3pm", "Concert"],
    ["Hey everyone, on Saturday at 2pm there's the school concert", "School concert"],
    ["Let's do the budget review on Friday at 3pm", "Budget review"],
    ["The concert takes place on Saturday at 3pm in the gym", "Concert in the gym"],
    ["Do you fancy a walk on Sunday at 3pm?", "Walk"],
    ["All hands meeting on Friday at 3pm", "All hands meeting"],
    ["Change of plan: the concert starts at 4 pm", "Concert"],
    ["the move has been pushed to 4 pm", "Move"],
    ["Committee meeting is moved from Wednesday to Thursday 3 December, 7.30pm", "Committee meeting"],
    ["Let's meet tomorrow at 4pm", "Meeting with Jo"],
  ])("en: %s", async (text, title) => expect(await titleOf(text)).toBe(title));

  it.each([
    ["am Samstag um 14 Uhr ist der Umzug", "Umzug"],
    ["Der Umzug ist am Samstag um 14 Uhr.", "Umzug"],
    ["Samstag 14 Uhr ist Schulfest", "Schulfest"],
    ["Die Chorprobe ist von Mittwoch auf Donnerstag um 19 Uhr verschoben", "Chorprobe"],
    ["Lasst uns am Freitag um 15 Uhr die Budgetbesprechung machen", "Budgetbesprechung"],
    ["Wollen wir am Freitag um 19 Uhr ins Kino gehen?", "Ins Kino gehen"],
    ["Das Schulfest findet am Samstag um 14 Uhr in der Aula statt", "Schulfest in der Aula"],
    ["Am Samstag um 14 Uhr findet das Schulfest statt", "Schulfest"],
    ["Das Konzert fängt am Samstag um 16 Uhr an", "Konzert"],
    ["Der Zahnarzttermin wurde auf Freitag um 15 Uhr verschoben", "Zahnarzttermin"],
    ["Hallo zusammen, am Freitag um 18 Uhr haben wir Chorprobe", "Chorprobe"],
    ["Mara, kannst du am Donnerstag um 15 Uhr den Schlüssel abholen?", "Schlüssel abholen"],
    ["Vergesst nicht: am Freitag um 20 Uhr ist Elternabend", "Elternabend"],
    ["Planänderung: der Umzug ist erst um 16 Uhr", "Umzug"],
    ["das Treffen beginnt um 18 Uhr", "Treffen"],
    ["Treffen wir uns am Freitag um 15 Uhr?", "Treffen mit Jo"],
    ["Wir treffen uns am Freitag um 19 Uhr am Bahnhof", "Wir treffen uns am Bahnhof"],
  ])("de: %s", async (text, title) => expect(await titleOf(text)).toBe(title));

  it.each([
    ["Le déménagement est samedi à 14 h", "Déménagement"],
    ["samedi à 14h c'est le déménagement", "Déménagement"],
    ["Samedi 14h, il y a le concert de l'école", "Concert de l'école"],
    ["On fait la réunion du budget vendredi à 15h", "Réunion du budget"],
    ["L’anniversaire de Léa, c’est samedi à 14h", "Anniversaire de Léa"],
    ["Le rendez-vous est décalé à vendredi 15h", "Rendez-vous"],
    ["J'ai rendez-vous chez le dentiste jeudi à 15h", "Rendez-vous chez le dentiste"],
    ["Changement de programme : le concert commence à 16h", "Concert"],
    ["Changement de pneus vendredi à 10h", "Changement de pneus"],
    ["On se retrouve vendredi à 15h", "Rendez-vous avec Jo"],
  ])("fr: %s", async (text, title) => expect(await titleOf(text)).toBe(title));

  it.each([
    ["sabato alle 14 c'è il trasloco", "Trasloco"],
    ["Il trasloco è sabato alle 14", "Trasloco"],
    ["Facciamo la riunione del budget venerdì alle 15", "Riunione del budget"],
    ["L'assemblea si tiene venerdì alle 18 in palestra", "Assemblea in palestra"],
    ["La lezione di yoga è stata spostata a venerdì alle 18", "Lezione di yoga"],
    ["Mara, puoi ritirare le chiavi giovedì alle 15?", "Ritirare le chiavi"],
    ["il trasloco è alle 16 invece che alle 14", "Trasloco"],
    ["Ci vediamo venerdì alle 15", "Incontro con Jo"],
  ])("it: %s", async (text, title) => expect(await titleOf(text)).toBe(title));

  it.each([
    ["no sábado às 14h é a mudança", "Mudança"],
    ["Sábado às 14h há o concerto da escola", "Concerto da escola"],
    ["Vamos fazer a reunião do orçamento sexta às 15h", "Reunião do orçamento"],
    ["O jogo foi adiado para sexta às 18h", "Jogo"],
    ["Mara, podes ir buscar as chaves na quinta-feira às 15h?", "Ir buscar as chaves"],
    ["afinal a mudança é às 16h", "Mudança"],
    ["Encontramo-nos sexta às 18h", "Encontro com Jo"],
  ])("pt: %s", async (text, title) => expect(await titleOf(text)).toBe(title));

  it.each([
    ["el sábado a las 14:00 es la mudanza", "Mudanza"],
    ["La mudanza es el sábado a las 14:00", "Mudanza"],
    ["Vamos a hacer la reunión del presupuesto el viernes a las 15:00", "Reunión del presupuesto"],
    ["Hagamos la reunión el viernes a las 15:00", "Reunión"],
    ["¿Qué tal una cena el viernes a las 21:00?", "Cena"],
    ["Nos vemos el viernes a las 15:00 en el café", "Nos vemos en el café"],
    ["Mara, ¿puedes recoger las llaves el jueves a las 15:00?", "Recoger las llaves"],
    ["al final la mudanza empieza a las 16:00", "Mudanza"],
    ["Quedamos el viernes a las 18:00", "Reunión con Jo"],
  ])("es: %s", async (text, title) => expect(await titleOf(text)).toBe(title));

  it.each([
    ["शनिवार को दोपहर 2 बजे स्कूल का कॉन्सर्ट है", "स्कूल का कॉन्सर्ट"],
    ["चलो शुक्रवार शाम 7 बजे डिनर करते हैं", "डिनर"],
    ["शनिवार को शाम 6 बजे पूजा रखी है", "पूजा"],
    ["पूजा का समय बदलकर शाम 4 बजे हो गया", "पूजा"],
    ["Mara, गुरुवार दोपहर 3 बजे पोस्टर छाप दो", "पोस्टर छाप दो"],
    ["शुक्रवार शाम 5 बजे मिलते हैं", "Jo के साथ मुलाक़ात"],
  ])("hi: %s", async (text, title) => expect(await titleOf(text)).toBe(title));

  it.each([
    ["วันเสาร์ 14:00 น. มีงานโรงเรียน", "งานโรงเรียน"],
    ["เรามีประชุมวันศุกร์ 15:00 น.", "ประชุม"],
    ["ไปกินข้าวกันวันศุกร์ 19:00 น.", "ไปกินข้าว"],
    // A knife, which begins with the letters of "have".
    ["มีดหายวันศุกร์ 18:00 น.", "มีดหาย"],
    ["มีเปลี่ยนแปลงนิดหน่อย คอนเสิร์ตเริ่ม 16:00 น.", "คอนเสิร์ต"],
    ["Mara ช่วยไปรับกุญแจวันพฤหัส 15:00 น. หน่อยได้ไหม", "ไปรับกุญแจ"],
    ["เจอกันวันศุกร์ 18:00 น.", "นัดกับ Jo"],
  ])("th: %s", async (text, title) => expect(await titleOf(text)).toBe(title));
});
