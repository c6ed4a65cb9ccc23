/** @file "What are my tasks?", by code: who is asked first when nobody knows, what is done is offered to be closed. */

import { phraseBook } from "#agent/phrases/books";
import type { PhraseBook } from "#agent/phrases/phrase-book";
import { foldedWords } from "#agent/sentences/text";

import type { Move, PlannerContext } from "./planner.ts";
import type { AgentPorts } from "./ports.ts";
import { ask, asks, cut, say } from "./replies.ts";
import type { AgentItem, AgentRun } from "./run.ts";
import type { KeyEntry } from "./tables.ts";
import type { AgentTask } from "./task.ts";
import { citedLabels } from "./tool.ts";

/** One step is kept for the answer. */
const MAX_NEW_TASKS = 3;

export async function nextTask(run: AgentRun, { ports }: PlannerContext): Promise<Move> {
  const tasks = run.items.filter((item) => item.kind === "task" && item.ticked);
  if (tasks.length > 0 && !run.selfKnown) return whoFirst(run, tasks, ports);
  const stored = await ports.tasks.list();
  const closing = toClose(run, tasks, stored);
  if (closing !== null) return closing;
  const mine = tasks.filter((item) => item.who === "me" && isOpen(item) && !isStored(run, item, stored));
  const next = mine.slice(0, MAX_NEW_TASKS).find((item) => !run.steps.some((step) => makes(step, item)));
  if (next !== undefined) {
    const args = {
      what: cut(next.title, 120),
      who: "me",
      date_key: next.dateKey ?? "none",
      source: next.labels.slice(0, 5),
    };
    return { kind: "call", call: { tool: "create_task", args } };
  }
  return listing(run, tasks, stored);
}

const isOpen = (item: AgentItem): boolean => item.status !== "done" && item.status !== "cancelled";

/** Whose tasks "mine" are has to be known first; the answer is kept with the threads. */
async function whoFirst(run: AgentRun, tasks: readonly AgentItem[], ports: AgentPorts): Promise<Move> {
  const book = phraseBook(run.language);
  const { whoAreYou } = book;
  const asked = run.steps.some((step) => asks(step, whoAreYou));
  if (!asked) {
    const names = run.tables.people.slice(0, 3).map((person) => person.name);
    return ask(whoAreYou, [...names, book.noneOfThese]);
  }
  const said = run.steps.findLast((step) => step.tool === "ask_user")?.result?.["said"];
  const me = typeof said === "string" ? personNamed(said, run.tables.people) : undefined;
  const mine = tasks.filter((item) => isOpen(item) && me !== undefined && item.who === me.key);
  if (me === undefined) return say(run, book.cannotTellYours);
  const threads = (await ports.messages.threads()).filter(({ id }) => run.request.threadIds.includes(id));
  for (const { id, people } of threads)
    if (people.some((person) => person.id === me.id)) await ports.markSelf(id, me.id);
  return say(
    run,
    book.openFor(me.name, listOf(mine, book)),
    mine.flatMap((item) => item.labels),
  );
}

const NOT_ME = /(?:^| )(?:not|nicht|pas|non|não|no|nobody|none|नहीं)(?= )|ไม่/u;

/** "I'm Ola": the one person whose name, or first name, is among the words. */
function personNamed(said: string, people: readonly KeyEntry[]): KeyEntry | undefined {
  const exact = people.find((person) => person.name === said);
  const line = ` ${foldedWords(said).join(" ")} `;
  if (exact !== undefined || NOT_ME.test(line)) return exact;
  const spoken = (name: string): boolean => {
    const folded = foldedWords(name).join(" ");
    return folded !== "" && (line.includes(` ${folded} `) || (THAI.test(folded) && line.includes(folded)));
  };
  const whole = people.filter(({ name }) => spoken(name));
  const named = whole.length > 0 ? whole : people.filter(({ name }) => spoken(name.split(/\s+/)[0] ?? ""));
  return named.length === 1 ? named[0] : undefined;
}

const THAI = /[\u0e00-\u0e7f]/;

/** A kept task that the messages say is done or off: closing it needs a yes. */
function toClose(run: AgentRun, items: readonly AgentItem[], stored: readonly AgentTask[]): Move | null {
  for (const entry of run.tables.tasks) {
    const task = stored.find((other) => other.id === entry.id && other.status === "open");
    const item =
      task === undefined ? undefined : items.find((other) => !isOpen(other) && isAbout(run, other, task));
    const handled = run.steps.some((step) => step.tool === "update_task" && step.args["task"] === entry.key);
    if (item === undefined || handled) continue;
    const args = { task: entry.key, status: item.status === "cancelled" ? "cancelled" : "done" };
    return { kind: "call", call: { tool: "update_task", args } };
  }
  return null;
}

function isAbout(run: AgentRun, item: AgentItem, task: AgentTask): boolean {
  const ids = run.tables.labels
    .filter((entry) => item.labels.includes(entry.label))
    .map((entry) => entry.messageId);
  return task.sources.some((source) => ids.includes(source.messageId));
}

const isStored = (run: AgentRun, item: AgentItem, stored: readonly AgentTask[]): boolean =>
  stored.some((task) => isAbout(run, item, task) && !run.steps.some((step) => makes(step, item)));

const makes = (step: AgentRun["steps"][number], item: AgentItem): boolean =>
  step.tool === "create_task" &&
  citedLabels(step.args).join() === item.labels.slice(0, 5).join() &&
  step.args["what"] === cut(item.title, 120);

function listing(run: AgentRun, tasks: readonly AgentItem[], stored: readonly AgentTask[]): Move {
  const mine = tasks.filter((item) => item.who === "me" && isOpen(item));
  const unclear = tasks.filter((item) => item.who === "unclear" && isOpen(item));
  const done = tasks.filter((item) => item.status === "done");
  const kept = stored.filter((task) => task.status === "open" && task.who.kind === "me");
  const extra = kept.filter((task) => !mine.some((item) => isAbout(run, item, task)));
  const book = phraseBook(run.language);
  const own = [...mine, ...extra.map((task) => ({ title: task.what }))];
  const parts = [
    own.length === 0 ? book.noOpenTask : book.yours(listOf(own, book)),
    unclear.length === 0 ? null : book.nobodys(listOf(unclear, book)),
    done.length === 0 ? null : book.done(listOf(done, book)),
  ];
  const cited = [...mine, ...unclear, ...done].flatMap((item) => item.labels);
  return say(run, parts.filter((part) => part !== null).join(" "), cited);
}

const listOf = (items: readonly { readonly title: string }[], book: PhraseBook): string =>
  items.length === 0 ? book.nothing : items.map((item) => cut(item.title, 80)).join("; ");
