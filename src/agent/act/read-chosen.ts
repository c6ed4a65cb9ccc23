/** @file The conversations a person chose for a request, read once their rule or they themselves allow it. */

import type { ThreadSelection } from "#agent/agent-options";
import { selectMessages } from "#agent/selection";
import type { Message, Thread } from "#messages/message";

import type { AgentPorts } from "./ports.ts";
import { readThread } from "./reader.ts";
import type { AgentRun, RunRequest, Step } from "./run.ts";
import type { ToolContext, ToolOutcome } from "./tool.ts";

/** Messages of a thread that are read where none were picked: the latest ones. */
const MAX_MESSAGES = 400;
const MAX_THREADS = 8;

/** Titles and people of what was chosen, as far as it is still here. */
export async function chosenThreads(request: RunRequest, ports: AgentPorts): Promise<readonly Thread[]> {
  const threads = await ports.messages.threads();
  return threads.filter((thread) => request.threadIds.includes(thread.id)).slice(0, MAX_THREADS);
}

export function openThreads(
  threads: readonly Thread[],
  request: RunRequest,
  ports: AgentPorts,
): Promise<readonly ThreadSelection[]> {
  return Promise.all(
    threads.map(async (thread) => ({
      thread,
      messages: picked(await ports.messages.messages(thread.id), request),
    })),
  );
}

function picked(messages: readonly Message[], { messageIds, lastCount }: RunRequest): readonly Message[] {
  if (lastCount != null) return selectMessages(messages, { kind: "last", count: lastCount });
  const chosen = messages.filter((message) => messageIds.includes(message.id));
  return chosen.length > 0 ? chosen : messages.slice(-MAX_MESSAGES);
}

/** The step that asks whether the chosen conversations may be read, before anything of them is. */
export function readingStep(run: AgentRun): Step {
  return {
    number: run.steps.length + 1,
    tool: "get_message",
    args: { thread: run.tables.threads.map(({ key }) => key) },
    approvalClass: "A0",
    state: "proposed",
    changes: [],
    cautions: [],
    newIds: [],
    approvedBy: null,
  };
}

/** What that step does after a yes. */
export async function readChosen({ run, ports, signal }: ToolContext): Promise<ToolOutcome> {
  const opened = await openThreads(await chosenThreads(run.request, ports), run.request, ports);
  let reading: Pick<AgentRun, "tables" | "items"> = { tables: run.tables, items: [] };
  for (const input of opened)
    reading = await readThread(reading, input, { ...run.request, language: run.language, signal });
  const read = opened.reduce((sum, { messages }) => sum + messages.length, 0);
  return { ...reading, result: { read, items: reading.items.length } };
}
