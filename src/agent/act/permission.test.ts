import { describe, expect, test } from "vitest";

import { requestFor, runByCode } from "#agent/testing/run-fixtures";
import { ScriptedLanguageModel } from "#agent/testing/scripted-language-model";
import { makeThread, World } from "#agent/testing/world";

import { decide, type Decision } from "./decide.ts";
import { continueRun } from "./loop.ts";
import { modelPlanner } from "./model-planner.ts";
import type { RunRequest } from "./run.ts";
import { startRun } from "./start.ts";
import type { ToolName } from "./tool.ts";

const THREAD = makeThread({
  self: "Ola",
  lines: [
    ["Mara", "The wifi password is tulip-42"],
    ["Mara", "Dinner at Lucia's on Friday at 7pm"],
    ["Ola", "I'll bring the cake on Friday"],
  ],
});

/** A world that counts what is read of it. */
function watched(): { readonly world: World; readonly reads: string[] } {
  const world = new World({ threads: [THREAD], calendar: [], pictures: { i: "Dinner on Friday at 7pm" } });
  const reads: string[] = [];
  const { messages, calendar, images } = world;
  Object.assign(world, {
    messages: {
      threads: () => messages.threads(),
      messages: (id: string) => (reads.push("messages"), messages.messages(id)),
      search: (query: Parameters<typeof messages.search>[0]) => (
        reads.push("search"),
        messages.search(query)
      ),
    },
    calendar: {
      events: (from: string, to: string) => (reads.push("calendar"), calendar.events(from, to)),
    },
    images: {
      read: (...args: Parameters<typeof images.read>) => (reads.push("picture"), images.read(...args)),
    },
  });
  return { world, reads };
}

interface Path {
  readonly name: string;
  readonly text: string;
  readonly tool: ToolName;
  readonly more?: Partial<RunRequest>;
  /** What reading gives it to say or do. */
  readonly given: RegExp;
  readonly refusal: RegExp;
}

const PATHS: readonly Path[] = [
  {
    name: "a question about messages",
    text: "What is the wifi password?",
    tool: "search_messages",
    given: /tulip-42/,
    refusal: /reading messages/,
  },
  {
    name: "tasks of chosen conversations",
    text: "What are my tasks?",
    tool: "get_message",
    given: /cake/,
    refusal: /reading messages/,
  },
  {
    name: "an overview of chosen conversations",
    text: "Summarise this",
    tool: "get_message",
    given: /Lucia/,
    refusal: /reading messages/,
  },
  {
    name: "an event of chosen conversations",
    text: "Add the dinner to my calendar",
    tool: "get_message",
    given: /Lucia|Friday/,
    refusal: /reading messages/,
  },
  {
    name: "free time",
    text: "Am I free on Friday?",
    tool: "list_events",
    given: /nothing/i,
    refusal: /the calendar/,
  },
  {
    name: "an event on a picture",
    text: "Add this to my calendar",
    tool: "ocr_image",
    more: { threadIds: [], images: [{ id: "i", name: "poster.png" }] },
    given: /19:00|7 ?PM/i,
    refusal: /reading pictures/,
  },
];

const ALLOWED = { policy: { create_calendar_draft: "allow", create_task: "allow" } } as const;

async function play({ text, tool, more }: Path, rule: "allow" | "ask" | "block", ...decisions: Decision[]) {
  const { world, reads } = watched();
  const policy = { ...ALLOWED.policy, [tool]: rule };
  let { run, loop } = await runByCode(requestFor(text, { ...more, policy }), world);
  const before = [...reads];
  for (const decision of decisions) run = await continueRun(await decide(run, decision, world), loop);
  const made = JSON.stringify([
    [...world.drafts.records.values()],
    run.steps.map(({ changes }) => changes),
    run.answer?.text ?? "",
  ]);
  return { run, before, reads, made };
}

const READ_OF: Partial<Record<ToolName, readonly string[]>> = {
  get_message: ["messages"],
  search_messages: ["search", "messages"],
  list_events: ["calendar"],
  ocr_image: ["picture"],
};
const ofTool = (reads: readonly string[], { tool, name }: Path): readonly string[] =>
  // A question needs no read of what was chosen: that is the rule of another tool.
  reads.filter((read) => (name.startsWith("a question") ? read === "search" : READ_OF[tool]?.includes(read)));

describe.each(PATHS)("$name", (path) => {
  test("allowed: reads and goes on", async () => {
    const { made, reads } = await play(path, "allow");
    expect(made).toMatch(path.given);
    expect(ofTool(reads, path)).not.toEqual([]);
  });

  test("asked first: nothing is read before a yes, then it goes on", async () => {
    const { run, before, made } = await play(path, "ask", { kind: "approve" });
    expect(ofTool(before, path)).toEqual([]);
    expect(run.steps[0]).toMatchObject({ tool: path.tool, state: "done", approvedBy: "person" });
    expect(made).toMatch(path.given);
  });

  test("declined: refused in words, nothing read, nothing told", async () => {
    const { run, reads, made } = await play(path, "ask", { kind: "decline" });
    expect(ofTool(reads, path)).toEqual([]);
    expect(run.phase).toEqual({ kind: "finished", why: "answered" });
    expect(run.answer?.text).toMatch(/^You declined/);
    expect(run.answer?.text).toMatch(path.refusal);
    expect(made).not.toMatch(path.given === PATHS[4]?.given ? /2026/ : path.given);
  });

  test("blocked: refused in words without a question, nothing read", async () => {
    const { run, reads } = await play(path, "block");
    expect(ofTool(reads, path)).toEqual([]);
    expect(run.phase).toEqual({ kind: "finished", why: "answered" });
    expect(run.answer?.text).toMatch(/^You have blocked/);
    expect(run.answer?.text).toMatch(path.refusal);
  });
});

test("a refusal is in the language of the request", async () => {
  const { world } = watched();
  const policy = { search_messages: "block" } as const;
  const { run } = await runByCode(requestFor("Wie lautet das WLAN-Passwort?", { policy }), world);
  expect(run.answer?.text).toMatch(/^Du hast das Lesen von Nachrichten .*gesperrt/);
});

test("a model that chooses its calls gets nothing past a block either", async () => {
  const { world, reads } = watched();
  const policy = { get_message: "block", search_messages: "block", list_events: "block" } as const;
  const model = new ScriptedLanguageModel("L", () =>
    JSON.stringify({ tool: "search_messages", args: { query: "wifi" } }),
  );
  const loop = { ports: world, planner: modelPlanner(model) };
  const run = await continueRun(
    await startRun(requestFor("What is the wifi password?", { policy }), world),
    loop,
  );
  expect(reads).toEqual([]);
  expect(run.answer?.text).toMatch(/^You have blocked/);
  expect(model.requests).toEqual([]);
});

test("a draft of the person's own words does not look into a blocked calendar or conversation", async () => {
  const { world, reads } = watched();
  const policy = { get_message: "block", list_events: "block", create_calendar_draft: "allow" } as const;
  const { run } = await runByCode(requestFor("Add lunch with Ana tomorrow at 1pm", { policy }), world);
  expect(world.drafts.records.size).toBe(1);
  expect(run.steps[0]?.tool).toBe("create_calendar_draft");
  expect(reads).toEqual([]);
});
