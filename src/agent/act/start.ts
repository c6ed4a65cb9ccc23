/** @file How a run begins: the read phase over what is open, and the choice of tools by code. */

import { nonceOf } from "#agent/prompts/quoted-block";
import { detectLanguage } from "#agent/sentences/language";
import { readQuestion } from "#agent/sentences/question";
import { languageOfMessages } from "#agent/sentences/reading";
import { trimAtWord } from "#agent/sentences/text";
import type { Thread } from "#messages/message";

import type { KnownDrafts } from "./cancel-draft.ts";
import { withMovedDate } from "./form-move.ts";
import type { Intent } from "./intent-kinds.ts";
import { readIntent } from "./intent.ts";
import { keep, type LoopOptions } from "./loop.ts";
import { permissionFor, permittedPorts } from "./permission.ts";
import type { AgentPorts } from "./ports.ts";
import { chosenThreads, openThreads, readingStep } from "./read-chosen.ts";
import { readThread, type Reading } from "./reader.ts";
import { offer } from "./registry.ts";
import { readRequest } from "./request-reader.ts";
import { RUN_VERSION, type AgentRun, type RunRequest } from "./run.ts";
import { NO_TABLES, withKeys, type RunTables } from "./tables.ts";
import type { ToolName } from "./tool.ts";

/** Messages of each thread that tell the language. */
const MAX_TOLD = 20;

/**
 * Reads what the request is about, or waits for a yes to reading it. Nothing is done yet.
 *
 * @throws AbortError when the signal fires.
 */
export async function startRun(
  request: RunRequest,
  allPorts: AgentPorts,
  options: LoopOptions = {},
): Promise<AgentRun> {
  const permission = permissionFor("messages", request.policy);
  const ports = permittedPorts({ request, steps: [], tables: NO_TABLES }, allPorts);
  const id = ports.newId();
  const threads = await chosenThreads(request, ports);
  const opened = permission === "granted" ? await openThreads(threads, request, ports) : [];
  const spoken = languageOfMessages(opened.flatMap(({ messages }) => messages.slice(-MAX_TOLD)));
  const language = detectLanguage(request.text, spoken);
  let reading = await known(request, ports);
  for (const input of opened)
    reading = await readThread(reading, input, { ...request, language, signal: options.signal });
  const intent = readIntent(request.text, language, knownDrafts(request, reading.tables));
  const own = { request, language, intent, runId: id, now: ports.now() };
  if (OWN_DATES.has(intent)) reading = await readRequest(reading, own, options.signal);
  const run: AgentRun = {
    version: RUN_VERSION,
    id,
    request,
    createdAt: ports.now(),
    nonce: nonceOf(ports.newId()),
    language,
    intent,
    offered: offer(
      toolsFor(intent, reading, readQuestion(request.text, language).words.length > 0),
      request.policy,
    ),
    ...reading,
    selfKnown: threads.every((thread) => isSelfKnown(thread)),
    steps: [],
    phase: { kind: "thinking" },
    answer: null,
    shield: null,
  };
  const ready = intent === "move" ? await withMovedDate(run, ports) : run;
  const asks = permission === "ask" && threads.length > 0 && READS_FIRST.has(intent);
  const first = asks ? askingToRead(ready, threads) : ready;
  await keep(first, ports, options);
  return first;
}

/** Requests that chosen conversations are read for. A question is searched for, which is asked about by itself. */
const READS_FIRST: ReadonlySet<Intent> = new Set<Intent>(["add", "accept", "tasks", "summarise"]);

function askingToRead(run: AgentRun, threads: readonly Thread[]): AgentRun {
  const named = threads.map((thread) => ({ id: thread.id, name: trimAtWord(thread.title, 60) }));
  const asking = { ...run, tables: withKeys(run.tables, "threads", named) };
  return { ...asking, steps: [readingStep(asking)], phase: { kind: "approval", step: 1 } };
}

function knownDrafts({ recentDraftIds = [] }: RunRequest, { drafts }: RunTables): KnownDrafts {
  return {
    titles: drafts.map(({ name }) => name),
    recent: drafts.some(({ id }) => recentDraftIds.includes(id)),
  };
}

/** Requests that may bring a date of their own. */
const OWN_DATES: ReadonlySet<Intent> = new Set<Intent>(["add", "move", "free"]);

const isSelfKnown = (thread: Thread): boolean => thread.people.some((person) => person.isSelf);

/** Drafts, open tasks and attached pictures. */
async function known(request: RunRequest, ports: AgentPorts): Promise<Reading> {
  const drafts = await ports.drafts.list();
  const tasks = (await ports.tasks.list()).filter((task) => task.status === "open");
  const withDrafts = withKeys(
    NO_TABLES,
    "drafts",
    drafts.map((draft) => ({ id: draft.id, name: draft.title })),
  );
  const withTasks = withKeys(
    withDrafts,
    "tasks",
    tasks.map((task) => ({ id: task.id, name: task.what })),
  );
  return { tables: withKeys(withTasks, "images", request.images), items: [] };
}

/** Tools by what was asked and what is there, most useful first. */
function toolsFor(intent: Intent, { tables }: Reading, searchable: boolean): readonly ToolName[] {
  const picture: readonly ToolName[] = tables.images.length > 0 ? ["ocr_image"] : [];
  const change: readonly ToolName[] = tables.drafts.length > 0 ? ["update_calendar_draft"] : [];
  const search: readonly ToolName[] = searchable ? ["search_messages"] : [];
  switch (intent) {
    case "add":
    case "accept":
      return [...picture, "resolve_date", "create_calendar_draft", "list_events", ...change, ...search];
    case "move":
    case "cancel":
    case "edit":
      return [...change, "resolve_date", "list_events", ...search];
    case "tasks":
      return ["create_task", "update_task", "resolve_date", ...search];
    case "free":
      return ["list_events", "resolve_date"];
    case "note":
      return ["save_note", ...search];
    case "ask":
      return [...picture, ...search, "get_message", "list_threads", "list_events"];
    case "summarise":
      return ["get_message", ...search];
    case "refuse":
    case "chat":
      return [];
    default:
      return intent satisfies never;
  }
}
