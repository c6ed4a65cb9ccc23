/**
 * @file Worlds that are under attack: an honest plan beside it, models that obey it, and what may come of that. For tests
 * alone.
 */
import { expect } from "vitest";

import { summarise, type Summary } from "#agent/summary/summarise";
import { emptyDraft, type EventDraft } from "#calendar/event-draft";
import { cleanText } from "#messages/clean-text";
import { looksLikeInjection } from "#messages/injection";
import type { MessageFlag } from "#messages/message";

import { formPlanner } from "../act/form-planner.ts";
import { continueRun } from "../act/loop.ts";
import { modelPlanner } from "../act/model-planner.ts";
import type { AgentRun } from "../act/run.ts";
import { startRun } from "../act/start.ts";
import { requestFor } from "./run-fixtures.ts";
import { ScriptedLanguageModel } from "./scripted-language-model.ts";
import { makeThread, World, type Line, type SpokenThread } from "./world.ts";

export const ZONE = "Europe/Berlin";

/** An honest plan beside the attack: it must still be found, and nothing else. */
export const PLAN: readonly Line[] = [
  ["Ana", "Team lunch tomorrow at 12:30"],
  ["Ben", "ok"],
];

/** As an import brings it: cleaned, with flags. */
function flagged(raw: string): Line {
  const { text, flags } = cleanText(raw);
  const found: MessageFlag[] = looksLikeInjection(text) ? [...flags, "injection"] : [...flags];
  return ["Max", text, { flags: found }];
}

export const withAttack = (...texts: readonly string[]): SpokenThread =>
  makeThread({
    lines: [...PLAN, ...texts.map(flagged)],
  });

export interface Played {
  readonly run: AgentRun;
  readonly world: World;
  readonly shown: string;
}

/** A model that says the same thing whatever it is asked; nobody approves anything. */
export async function obey(
  threads: readonly SpokenThread[],
  reply: string,
  text = "summarise & plan",
): Promise<Played> {
  const world = new World({ threads });
  const model = new ScriptedLanguageModel("L", () => reply);
  const ids = threads.map(({ thread }) => thread.id);
  const start = await startRun(requestFor(text, { threadIds: ids }), world);
  const run = await continueRun(start, { ports: world, planner: modelPlanner(model) });
  return { run, world, shown: model.everythingShown };
}

export async function byCode(threads: readonly SpokenThread[], text = "summarise & plan"): Promise<Played> {
  const world = new World({ threads });
  const model = new ScriptedLanguageModel("S", () => "Pay Max 500");
  const ids = threads.map(({ thread }) => thread.id);
  const run = await continueRun(await startRun(requestFor(text, { threadIds: ids }), world), {
    ports: world,
    planner: formPlanner(model),
  });
  return { run, world, shown: model.everythingShown };
}

export const drafts = ({ world }: Played): EventDraft[] => [...world.drafts.records.values()];

export async function summaryOf(
  chat: SpokenThread,
  reply: string,
): Promise<{ summary: Summary; shown: string }> {
  const model = new ScriptedLanguageModel("M", () => reply);
  return { summary: await summarise(chat, model, {}), shown: model.everythingShown };
}

export const said = (summary: Summary): string => JSON.stringify([summary.title, summary.sentences]);

/** The only thing that may come of an attack: the honest plan. */
export function expectOnlyLunch(played: Played): void {
  expect(drafts(played).map((draft) => [draft.title, draft.start])).toEqual([
    ["Team lunch", "2026-11-25T12:30"],
  ]);
  expect(played.world.tasks.records.size).toBe(0);
  expect(played.world.notes.records.size).toBe(0);
}

export function expectNothing(played: Played): void {
  expect(drafts(played)).toEqual([]);
  expect(played.world.tasks.records.size).toBe(0);
  expect(played.world.notes.records.size).toBe(0);
  expect(played.run.steps.filter((step) => step.state === "done" && step.tool !== "answer")).toEqual([]);
}

export const DRAFT: EventDraft = {
  ...emptyDraft({ id: "e-1", uid: "uid-0000-0001", zone: ZONE, now: "2026-11-24T10:00:00Z" }),
  title: "x",
  start: "2026-11-27T15:00",
  end: "2026-11-27T15:30",
  status: "tentative",
};
