/** @file What a request asks for: orders, questions and what it forbids, in eight languages. */

import { describe, expect, test } from "vitest";

import { detectLanguage } from "#agent/sentences/language";

import type { Intent } from "./intent-kinds.ts";
import { readIntent, readIntents } from "./intent.ts";

const intentOf = (text: string): Intent => readIntent(text, detectLanguage(text, "en"));

describe("questions order nothing", () => {
  test.each([
    "What is the plan for tomorrow?",
    "what's the plan for tomorrow",
    "When did I book the dentist?",
    "so when did I book the dentist",
    "Did Max send the address?",
    "What did Ola share?",
    "Who will move the boxes?",
    "Has anyone moved the meeting to Monday?",
    "Is the review in my calendar?",
    "Did you add the dinner to my calendar?",
    "Remind me when I booked the dentist",
    "Tell me who will move the boxes",
    "How do I add an event to my calendar?",
    "Why did they cancel the meeting?",
    "What are Mara's tasks?",
    "Who should schedule the meeting?",
    "Should I book a table for Friday?",
    "Which meeting did Jo cancel?",
    "Can you tell me when Ola will send the plan?",
    "Wann habe ich den Zahnarzt eingetragen?",
    "Wer soll den Termin verschieben?",
    "Hat Max die Adresse geschickt?",
    "Was ist der Plan für morgen?",
    "Welche Aufgaben hat Mara?",
    "Quand est-ce que j'ai planifié le dentiste ?",
    "Qui va déplacer les cartons ?",
    "Est-ce que Max a envoyé l'adresse ?",
    "Quando ho prenotato il dentista?",
    "Chi sposta gli scatoloni?",
    "Max ha mandato l'indirizzo?",
    "Quem vai enviar o endereço?",
    "O Max enviou o endereço?",
    "¿Quién va a mover las cajas?",
    "¿Cuándo programa Ola la reunión?",
    "¿Puede Max enviar la dirección?",
    "कौन बैठक को आगे बढ़ाएगा?",
    "क्या मैक्स ने पता भेज दिया?",
    "मीटिंग कब जोड़ दी?",
    "ใครจะย้ายกล่อง",
    "แม็กซ์ส่งที่อยู่หรือยัง",
    "นัดหมอเมื่อไหร่",
  ])("%j", (text) => expect(intentOf(text)).toBe("ask"));
});

describe("what is forbidden is not done", () => {
  test.each([
    "I don't want this in my calendar",
    "Please do not add this to my calendar",
    "Don't put the dinner, the lunch or the review in my calendar",
    "Please don't add the dinner and the lunch to my calendar",
    "Add nothing to my calendar",
    "Keep this out of my calendar",
    "Stop adding things to my calendar",
    "You should not move the review",
    "Never send anything",
    "Trag das bitte nicht ein",
    "Füge nichts zum Kalender hinzu, bitte",
    "Ich will das nicht im Kalender",
    "Verschiebe keinen Termin",
    "N'ajoute pas ça à mon agenda",
    "Ajoute pas ça",
    "Je ne veux pas ça dans mon agenda",
    "Non aggiungerlo al calendario",
    "Per favore non mettere niente in calendario",
    "Por favor, não coloque isso na agenda",
    "Por favor, no lo pongas en el calendario",
    "No quiero esto en el calendario",
    "इसे कैलेंडर में मत डालो",
    "कृपया इसे कैलेंडर में न जोड़ें",
    "ช่วยอย่าเพิ่มลงปฏิทิน",
    "ไม่ต้องใส่ปฏิทิน",
  ])("%j", (text) => expect(intentOf(text)).toBe("chat"));

  test.each([
    ["Summarise this chat but do not add anything to my calendar", "summarise"],
    ["Summarise this chat without adding anything to my calendar", "summarise"],
    ["Do not add anything to my calendar, just summarise this chat", "summarise"],
    ["Fasse den Chat zusammen, aber trag nichts in den Kalender ein", "summarise"],
    ["Résume la discussion mais n'ajoute rien à mon agenda", "summarise"],
    ["Riassumi la chat ma non aggiungere nulla al calendario", "summarise"],
    ["Resume la conversación pero no añadas nada al calendario", "summarise"],
    ["Faz um resumo da conversa mas não adicione nada na agenda", "summarise"],
    ["इस चैट का सारांश दो लेकिन कैलेंडर में कुछ मत डालो", "summarise"],
    ["สรุปแชทนี้แต่อย่าเพิ่มลงปฏิทิน", "summarise"],
    ["Don't move the review, cancel the meeting", "cancel"],
  ] as const)("%j still does the rest", (text, intent) => {
    expect(intentOf(text)).toBe(intent);
    expect(readIntents(text, detectLanguage(text, "en"))).not.toContain("add");
  });
});

describe("orders", () => {
  test.each([
    "No, add it",
    "Nein, trag das ein",
    "Don't forget to add the dentist tomorrow at 3pm",
    "N'oublie pas d'ajouter le dentiste demain",
    "Could you add this to my calendar?",
    "Can you put the dinner in my calendar, please?",
    "Kannst du das bitte eintragen?",
    "Peux-tu ajouter le dîner à mon agenda ?",
    "Puoi aggiungere la cena al calendario?",
    "¿Puedes añadir la cena al calendario?",
    "Você pode adicionar o jantar na agenda?",
    "क्या आप इसे कैलेंडर में जोड़ सकते हैं?",
    "ช่วยเพิ่มลงปฏิทินให้หน่อยได้ไหม",
    "Add dinner with Ola tomorrow at 8pm, ok?",
    "plan what we agreed",
    "make an appointment for tomorrow 3pm",
    "Block Friday 3pm for the review",
    "Pencil in lunch with Jo on Tuesday",
    "Erstelle einen Termin für morgen um 15 Uhr",
    "Crée un évènement demain à 15h",
    "Crea un evento mañana a las 15",
    "Crea un evento domani alle 15",
    "Cria um evento amanhã às 15h",
    "draft an invitation",
    "draft an invitation for the review",
    "invite draft",
    "कल शाम 5 बजे की मीटिंग बनाओ",
    "สร้างนัดพรุ่งนี้บ่ายสองโมง",
    "Remind me not to be late on Friday",
    "Add the dinner, not the lunch",
  ])("%j goes into the calendar", (text) => expect(intentOf(text)).toBe("add"));

  test.each([
    ["Move the review to Monday", "move"],
    ["Can you move the review an hour later?", "move"],
    ["Cancel the meeting with Ola", "cancel"],
    ["What are my tasks?", "tasks"],
    ["Was muss ich tun?", "tasks"],
    ["Am I free on Friday?", "free"],
    ["What did I miss?", "summarise"],
    ["TL;DR of the Trip chat", "summarise"],
    ["gist of the last 20 messages", "summarise"],
    ["Could you send it to Max?", "refuse"],
    ["Note that the door code is 4711", "note"],
    ["Block Max", "chat"],
    ["The plan sounds good", "chat"],
  ] as const)("%j is %s", (text, intent) => expect(intentOf(text)).toBe(intent));
});

describe("what is to repeat from now on", () => {
  test.each([
    "move it to every Tuesday at 6",
    "change the review to every Tuesday at 6",
    "From now on every Tuesday at 6 pm",
    "ab jetzt immer dienstags um 18 Uhr",
    "Verschiebe das Training auf jeden Dienstag",
    "Ändere das Training auf dienstags um 18 Uhr",
    "désormais tous les mardis à 18h",
    "déplace-le à tous les mardis à 18h",
    "d'ora in poi ogni martedì alle 18",
    "spostalo a ogni martedì alle 18",
    "a partir de agora toda terça-feira às 18h",
    "muda para toda terça às 18h",
    "a partir de ahora todos los martes a las 18:00",
    "muévelo a todos los martes a las 18:00",
    "अब से हर मंगलवार शाम 6 बजे",
    "इसे हर मंगलवार शाम 6 बजे कर दो",
    "จากนี้ไปทุกวันอังคาร 18.00 น.",
    "เลื่อนเป็นทุกวันอังคาร 18:00",
  ])("%s moves", (text) => expect(intentOf(text)).toBe("move"));

  test.each([
    ["From now on I want to run every Tuesday", "chat"],
    ["From now on remind me every Tuesday at 6", "add"],
    ["Trag ab jetzt jeden Dienstag Training ein", "add"],
    ["हर मंगलवार की मीटिंग शेड्यूल कर दो", "add"],
    ["añade yoga todos los martes a las 18:00", "add"],
    ["adiciona ioga todas as terças às 18h", "add"],
    ["What is on my todo list?", "tasks"],
  ] as const)("%s: %s", (text, intent) => expect(intentOf(text)).toBe(intent));
});

describe("every word of changing is not a move", () => {
  test.each([
    ["Summarise every change in this chat", "summarise"],
    ["Change every name in the summary", "summarise"],
    ["Switch to English and summarise all messages of each person", "summarise"],
    ["हर संदेश का सारांश कर दो", "summarise"],
    ["เปลี่ยนชื่อทุกคนในสรุป", "summarise"],
    ["Cambia todas las tareas a hechas", "tasks"],
    ["Change the door code to 4711", "chat"],
    ["Mets le dentiste demain à 17h dans mon agenda", "add"],
    ["Leg einen Termin auf Montag um 10 Uhr", "add"],
    ["Add delay reminder tomorrow at 5", "add"],
    ["Setze jeden Dienstag Training in den Kalender", "add"],
    ["Passe une bonne soirée, à demain", "chat"],
    ["Pasa un buen día hasta mañana", "chat"],
    ["Passa a prendere Anna domani alle 5", "chat"],
    ["Summarise the delay of Monday", "summarise"],
  ] as const)("%s: %s", (text, intent) => expect(intentOf(text)).toBe(intent));

  test.each([
    "Move it to every Tuesday at 6",
    "Move the training to every Tuesday at 6",
    "Change the training to 5pm",
    "Delay the training to 5pm",
    "Leg das Training auf jeden Dienstag",
    "Delay training by an hour",
    "Passe l'entraînement à lundi",
    "เปลี่ยนซ้อมบอลเป็นวันจันทร์ 17:00",
    "Push back the training to 5pm",
    "Push the training back half an hour",
    "Postpone the training by a week",
    "Verschieb das Training auf Montag",
    "Leg das Training auf Dienstag um 17 Uhr",
    "Zieh das Training um eine halbe Stunde vor",
    "Repousse l'entraînement d'une heure",
    "Avance l'entraînement à 14h",
    "Mets l'entraînement à demain même heure",
    "Cambia el entrenamiento al lunes a las 17",
    "Pasa el entrenamiento a mañana",
    "Pospón el entrenamiento una hora",
    "Passa o treino para segunda às 17h",
    "ट्रेनिंग कल शाम 5 बजे कर दो",
  ])("%s moves", (text) => expect(intentOf(text)).toBe("move"));
});

describe("forward", () => {
  test.each([
    "Bring the training forward to 2pm",
    "Bring the dentist forward to half 2",
    "Can you put the training forward by an hour?",
    "push the training forward a day",
    "bring it forward, please",
  ])("%s moves", (text) => expect(intentOf(text)).toBe("move"));

  test.each([
    "Forward this to Anna",
    "Put it in a mail and forward it to Anna",
    "Push the notes forward to Anna",
    "Bring the training forward to 2pm and forward it to Anna",
  ])("%s is for a person", (text) => expect(intentOf(text)).toBe("refuse"));
});
