/**
 * @file Whether a run may read: the one place where the rules for tools meet everything that reads. A step that a person
 * decided about says yes or no where a rule asks; ports of a run give nothing that was not allowed, whoever asks them.
 */

import { refusalText } from "#agent/phrases/refusals";

import { intentOf } from "./intent.ts";
import type { AgentPorts, MessagePort } from "./ports.ts";
import type { AgentRun, Step } from "./run.ts";
import type { ToolName, ToolPolicy } from "./tool.ts";

/** What is read: chosen conversations, what a search finds, calendars, pictures. */
export type Reading = "messages" | "search" | "calendar" | "picture";

export type Permission = "granted" | "ask" | "blocked" | "declined";

/** The tool whose rule decides. */
const READING_TOOLS: Readonly<Record<Reading, ToolName>> = {
  messages: "get_message",
  search: "search_messages",
  calendar: "list_events",
  picture: "ocr_image",
};

/** @param steps those of the run so far: what a person allowed or declined */
export function permissionFor(
  reading: Reading,
  policy: ToolPolicy,
  steps: readonly Pick<Step, "tool" | "state" | "approvedBy">[] = [],
): Permission {
  const tool = READING_TOOLS[reading];
  const rule = policy[tool] ?? "allow";
  if (rule === "block") return "blocked";
  if (rule === "allow") return "granted";
  const asked = steps.filter((step) => step.tool === tool);
  if (asked.some(({ approvedBy }) => approvedBy === "person")) return "granted";
  return asked.some(({ state }) => state === "declined") ? "declined" : "ask";
}

export const mayRead = (reading: Reading, { request, steps }: Pick<AgentRun, "request" | "steps">): boolean =>
  permissionFor(reading, request.policy, steps) === "granted";

/** The ports of a run as it stands: what it may not read is empty. */
export function permittedPorts(
  run: Pick<AgentRun, "request" | "steps" | "tables">,
  ports: AgentPorts,
): AgentPorts {
  const { calendar, images, drafts, tasks, notes, runs, log } = ports;
  return {
    messages: permittedMessages(run, ports.messages),
    calendar: {
      events: async (from, to) => (mayRead("calendar", run) ? calendar.events(from, to) : null),
    },
    images: {
      read: async (id, language, signal) =>
        mayRead("picture", run) ? images.read(id, language, signal) : null,
    },
    drafts,
    tasks,
    notes,
    runs,
    log,
    markSelf: (threadId, personId) => ports.markSelf(threadId, personId),
    now: () => ports.now(),
    newId: () => ports.newId(),
  };
}

/** Titles are on show where conversations are chosen; a message is read where its thread was, or a search led there. */
function permittedMessages(
  run: Pick<AgentRun, "request" | "steps" | "tables">,
  messages: MessagePort,
): MessagePort {
  const found = new Set(run.tables.labels.map(({ threadId }) => threadId));
  return {
    threads: () => messages.threads(),
    messages: async (threadId) =>
      mayRead("messages", run) || found.has(threadId) ? messages.messages(threadId) : [],
    search: async (query) => {
      if (!mayRead("search", run)) return [];
      const hits = await messages.search(query);
      for (const { thread } of hits) found.add(thread.id);
      return hits;
    },
  };
}

/** What the request can't do without. */
function neededFor(run: AgentRun): readonly Reading[] {
  const { request, items, tables, steps } = run;
  const chosen: readonly Reading[] = request.threadIds.length > 0 ? ["messages"] : [];
  const intent = intentOf(run);
  switch (intent) {
    case "ask":
      return ["search"];
    case "free":
      return ["calendar"];
    case "summarise":
    case "tasks":
      return chosen;
    case "add":
    case "accept": {
      if (items.length > 0 || steps.some(({ tool }) => tool === "ask_user")) return [];
      return tables.images.length > 0 ? ["picture"] : chosen;
    }
    case "move":
    case "cancel":
    case "edit":
    case "note":
    case "refuse":
    case "chat":
      return [];
    default:
      return intent satisfies never;
  }
}

/** In words, in the language of the request: what it needs was blocked or declined. Null = it can go on. */
export function refusalOf(run: AgentRun): string | null {
  for (const reading of neededFor(run)) {
    const permission = permissionFor(reading, run.request.policy, run.steps);
    if (permission === "blocked" || permission === "declined")
      return refusalText(reading, permission, run.language);
  }
  return null;
}
