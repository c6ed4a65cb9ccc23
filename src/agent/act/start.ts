/** @file How a run begins: the read phase over what is open, and the choice of tools by code. */

import type { ThreadSelection } from "#agent/agent-options";
import { detectLanguage } from "#agent/cues";
import { readQuestion } from "#agent/question";
import { languageOfMessages } from "#agent/reading";
import type { Message, Thread } from "#messages/message";

import { withMovedDate } from "./form-move.ts";
import type { Intent } from "./intent-cues.ts";
import { readIntent } from "./intent.ts";
import { keep, type LoopOptions } from "./loop.ts";
import type { AgentPorts } from "./ports.ts";
import { nonceOf } from "#agent/quoted-block";
import { readThread, type Reading } from "./reader.ts";
import { offer } from "./registry.ts";
import { readRequest } from "./request-reader.ts";
import { RUN_VERSION, type AgentRun, type RunRequest } from "./run.ts";
import { NO_TABLES, withKeys } from "./tables.ts";
import type { ToolName } from "./tool.ts";

/** Messages of a thread that are read where none were picked: the latest ones. */
const MAX_MESSAGES = 400;
const MAX_THREADS = 8;
/** Messages of each thread that tell the language. */
const MAX_TOLD = 20;

/** Reads what the request is about. Nothing is done yet. @throws AbortError when the signal fires. */
export async function startRun(
  request: RunRequest,
  ports: AgentPorts,
  options: LoopOptions = {},
): Promise<AgentRun> {
  const id = ports.newId();
  const opened = await openThreads(request, ports);
  const threads = opened.map(({ thread }) => thread);
  const spoken = languageOfMessages(opened.flatMap(({ messages }) => messages.slice(-MAX_TOLD)));
  const language = detectLanguage(request.text, spoken);
  let reading = await known(request, ports);
  for (const input of opened)
    reading = await readThread(reading, input, { ...request, language, signal: options.signal });
  const intent = readIntent(request.text, language);
  const own = { request, language, intent, runId: id, now: ports.now() };
  if (OWN_DATES.has(intent)) reading = await readRequest(reading, own, options.signal);
  const run: AgentRun = {
    version: RUN_VERSION,
    id,
    request,
    createdAt: ports.now(),
    nonce: nonceOf(ports.newId()),
    language,
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
  await keep(ready, ports, options);
  return ready;
}

async function openThreads(request: RunRequest, ports: AgentPorts): Promise<readonly ThreadSelection[]> {
  const threads = await ports.messages.threads();
  const open = threads.filter((thread) => request.threadIds.includes(thread.id)).slice(0, MAX_THREADS);
  return Promise.all(
    open.map(async (thread) => ({
      thread,
      messages: picked(await ports.messages.messages(thread.id), request),
    })),
  );
}

/** Requests that may bring a date of their own. */
const OWN_DATES: ReadonlySet<Intent> = new Set<Intent>(["add", "move", "free"]);

const isSelfKnown = (thread: Thread): boolean => thread.people.some((person) => person.isSelf);

function picked(messages: readonly Message[], request: RunRequest): readonly Message[] {
  const chosen = messages.filter((message) => request.messageIds.includes(message.id));
  return chosen.length > 0 ? chosen : messages.slice(-MAX_MESSAGES);
}

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
