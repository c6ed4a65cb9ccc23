import { describe, expect, test } from "vitest";
import type { Thread } from "#messages/message";
import { NO_SCOPE } from "./agent-job.ts";
import { planRequest } from "./agent-routing.ts";

const thread = (id: string, title: string, last: string): Thread => ({
  id,
  source: "whatsapp",
  title,
  people: [],
  kind: "group",
  zone: "Europe/Berlin",
  first: last,
  last,
  count: 3,
  batchIds: [],
});

const THREADS = [
  thread("t1", "Kitchen", "2026-11-20T09:00:00"),
  thread("t2", "Budget", "2026-11-24T09:00:00"),
];
const CONTEXT = { nowMs: Date.parse("2026-11-24T09:15:00Z"), zone: "Europe/Berlin", pictures: false };
const CHOSEN = { threadIds: ["t1"], lastCount: null };

const plan = (text: string, scope = NO_SCOPE) => planRequest(text, scope, THREADS, CONTEXT);
const kinds = (text: string, scope = NO_SCOPE) => plan(text, scope)?.parts.map(({ kind }) => kind) ?? null;

const withPicture = (text: string) =>
  planRequest(text, NO_SCOPE, THREADS, { ...CONTEXT, pictures: true })?.parts.map(({ kind }) => kind) ?? null;

describe("with a picture", () => {
  test.each(["Add this", "Put it into my calendar", "Plan this, please", "Trag das ein", "ajoute ça"])(
    "%j is for the tools",
    (text) => expect(withPicture(text)).toEqual(["act"]),
  );

  test.each([
    "When does it begin?",
    "What does the poster say?",
    "Add up the prices",
    "Summarise the messages of Kitchen",
    "Translate this",
    "Note that the door code is 4711",
  ])("%j is a question for the model", (text) => expect(withPicture(text)).toBeNull());

  test("no conversation is read for it", () => {
    const plan = planRequest("Put it into my calendar", NO_SCOPE, THREADS, { ...CONTEXT, pictures: true });
    expect(plan?.scope.threadIds).toEqual([]);
  });
});

describe("without chosen messages", () => {
  test.each([
    "Give me five names for a neighbourhood book club.",
    "Write a plan for a party on Friday",
    "Schreib einen Plan für Freitag",
    "What is the capital of Peru?",
    "Add 17 and 25",
    "Summarise the plot of Hamlet",
    "Thanks, that was all.",
    "Send",
    "",
  ])("%j is a question for the model", (text) => {
    expect(plan(text)).toBeNull();
  });

  test.each([
    "Schedule dentist tomorrow at 3pm",
    "Add lunch with Ola to my calendar",
    "Move the review draft an hour later",
    "Am I free on Friday?",
    "Trag Zahnarzt morgen um 15 Uhr ein",
    "ajoute dentiste demain à 15h",
    "Note that the door code is 4711",
    "Delete the thread with Max",
  ])("%j is for the tools", (text) => {
    expect(kinds(text)).toEqual(["act"]);
  });

  test("the named conversation is read, else the latest", () => {
    expect(plan("Summarise the messages of Kitchen")?.scope.threadIds).toEqual(["t1"]);
    expect(plan("Summarise my messages")?.scope.threadIds).toEqual(["t2"]);
  });

  test("without any conversation a summary is a question for the model", () => {
    expect(planRequest("Summarise my messages", NO_SCOPE, [], CONTEXT)).toBeNull();
  });
});

describe("with chosen messages", () => {
  test("a question is looked up, small talk is not", () => {
    expect(kinds("What is the gate code?", CHOSEN)).toEqual(["act"]);
    expect(kinds("Thanks a lot", CHOSEN)).toBeNull();
  });

  test("several things in one request become parts in their order", () => {
    const text = "Summarise the last 10 messages, list the action items and draft an invite";
    expect(kinds(text, CHOSEN)).toEqual(["summary", "items", "act"]);
    expect(plan(text, CHOSEN)?.scope).toEqual({ threadIds: ["t1"], lastCount: 10 });
    expect(kinds("Summarise → action items → draft an invite", CHOSEN)).toEqual(["summary", "items", "act"]);
  });

  test.each([
    "Summarise the last 10 messages -> action items -> invite draft",
    "Summarise the last ten messages, then the action items, then an invitation",
    "Fasse die letzten zehn Nachrichten zusammen -> Aufgaben -> Termin",
    "Résume les dix derniers messages → tâches → brouillon d'invitation",
    "Riassumi gli ultimi 10 messaggi → compiti → bozza d'invito",
    "Resume los últimos diez mensajes -> tareas -> borrador de invitación",
    "Resuma as últimas 10 mensagens -> tarefas -> rascunho de convite",
  ])("%j ends in an event", (text) => {
    expect(kinds(text, CHOSEN)).toEqual(["summary", "items", "act"]);
    expect(plan(text, CHOSEN)?.scope.lastCount).toBe(10);
  });

  test.each([
    "Summarise this chat and don't put the dinner and the lunch in my calendar",
    "Summarise this chat but do not add anything to my calendar",
    "Summarise this chat, don't add anything",
  ])("%j is a summary and nothing else", (text) => expect(kinds(text, CHOSEN)).toEqual(["summary"]));

  test.each(["Don't add the dinner and the lunch to my calendar", "I don't want this in my calendar"])(
    "%j is no job",
    (text) => expect(kinds(text, CHOSEN)).toBeNull(),
  );

  test.each(["TL;DR of the Kitchen chat", "gist of the last 20 messages", "Recap of my messages"])(
    "%j is a summary",
    (text) => expect(kinds(text)).toEqual(["summary"]),
  );

  test("one appointment with “and” in it stays one request", () => {
    const asked = plan("Add dinner with Ola and Jo to my calendar", CHOSEN);
    expect(asked?.parts).toEqual([{ kind: "act", text: "Add dinner with Ola and Jo to my calendar" }]);
  });

  test("my tasks are a matter of the loop, everybody's are a list", () => {
    expect(kinds("What are my tasks?", CHOSEN)).toEqual(["act"]);
    expect(kinds("List the action items", CHOSEN)).toEqual(["items"]);
  });

  test("a count beyond any conversation is cut, none stays as chosen", () => {
    expect(plan("Summarise the last 9999 messages", CHOSEN)?.scope.lastCount).toBe(5000);
    expect(plan("Summarise", { threadIds: ["t1"], lastCount: 50 })?.scope.lastCount).toBe(50);
  });
});

test("“it” is the draft that was made here", () => {
  const context = { ...CONTEXT, drafts: ["Lunch"], recentDraft: true };
  const planned = planRequest("Move it to an hour later", NO_SCOPE, THREADS, context);
  expect(planned?.parts.map(({ kind }) => kind)).toEqual(["act"]);
});

describe("a draft that is there", () => {
  const context = { ...CONTEXT, drafts: ["Decorating", "Lunch"] };
  const planned = (text: string, recentDraft = false) =>
    planRequest(text, NO_SCOPE, THREADS, { ...context, recentDraft })?.parts.map((part) => part.text) ?? null;

  test.each(["Cancel the decorating", "Drop the lunch", "Annule le lunch", "Sag das Lunch ab"])(
    "%j is called off by its title",
    (text) => expect(planned(text)).toEqual([text]),
  );

  test("“it” is one for sure where the verb is, or where this chat made it", () => {
    expect(planned("Cancel it")).toEqual(["Cancel it"]);
    expect(planned("Drop it")).toBeNull();
    expect(planned("Drop it", true)).toEqual(["Drop it"]);
    expect(planned("Annullalo", true)).toEqual(["Annullalo"]);
  });

  test.each(["Cancel my subscription", "Drop me a line about the lunch", "Delete the last paragraph"])(
    "%j is none of them",
    (text) => expect(planned(text)).toBeNull(),
  );

  test("what is called off and what is added instead are two requests", () => {
    expect(planned("Cancel the lunch and add dinner with Ana on Friday at 7 pm")).toEqual([
      "Cancel the lunch",
      "add dinner with Ana on Friday at 7 pm",
    ]);
    expect(planned("Move the lunch with Ana and Jo to Friday")).toHaveLength(1);
  });
});
