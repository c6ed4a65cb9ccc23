/** @file The work behind each part of a job: a summary, a list of items, a run of the loop. */
import { findActionItems } from "#agent/action-items";
import type { ThreadSelection } from "#agent/agent-options";
import { formPlanner } from "#agent/act/form-planner";
import { continueRun } from "#agent/act/loop";
import { modelPlanner } from "#agent/act/model-planner";
import type { Planner } from "#agent/act/planner";
import type { AgentPorts } from "#agent/act/ports";
import type { AgentRun, RunRequest } from "#agent/act/run";
import { startRun } from "#agent/act/start";
import { selectMessages } from "#agent/selection";
import type { Shield } from "#agent/shield";
import { summarise } from "#agent/summarise";
import { DEFAULT_DAY_PARTS } from "#calendar/resolution";
import type { Id } from "#messages/message";
import { AppError } from "#shared/errors";
import type { LanguageModel } from "#shared/language-model";
import type { PartTools } from "./agent-controller.ts";
import { imagesOf } from "./agent-images.ts";
import { stateOfRun, type JobPart, type Scope } from "./agent-job.ts";
import { policyOf } from "./agent-policy.ts";
import { defaultZone, settingsStore } from "./settings.ts";
import { chatShield } from "./shield.ts";
import type { Kept } from "./summaries-controller.ts";

/** The part after work on it. @throws AbortError when stopped; AppError of the engine and the storage */
export async function workOnPart(part: JobPart, tools: PartTools): Promise<JobPart> {
  switch (part.kind) {
    case "summary":
      return { ...part, state: "done", value: await summaryOf(part.threadId, tools) };
    case "items":
      return { ...part, state: "done", value: await itemsOf(part.threadId, tools) };
    case "act": {
      const run = await runOf(part.run, part.text, tools);
      return { ...part, ...stateOfRun(run), run };
    }
    default:
      return part satisfies never;
  }
}

type Made<T> = Promise<Kept<T>>;

async function summaryOf(threadId: Id, tools: PartTools): Made<Awaited<ReturnType<typeof summarise>>> {
  const { model, signal, onProgress } = tools;
  if (model === null) throw new AppError("engine-not-loaded", "a summary needs a model");
  const input = await selectionOf(threadId, tools);
  const value = await summarise(input, model, { signal, onProgress });
  return { value, madeAt: tools.ports.now(), chosen: input.messages.length };
}

async function itemsOf(threadId: Id, tools: PartTools): Made<Awaited<ReturnType<typeof findActionItems>>> {
  const { model, signal, onProgress } = tools;
  const input = await selectionOf(threadId, tools);
  const value = await findActionItems(input, model, { signal, onProgress, zone: input.thread.zone });
  return { value, madeAt: tools.ports.now(), chosen: input.messages.length };
}

async function selectionOf(threadId: Id, { ports, job }: PartTools): Promise<ThreadSelection> {
  const thread = (await ports.messages.threads()).find(({ id }) => id === threadId);
  if (thread === undefined) throw new AppError("import-empty", "the thread is not here any more");
  return { thread, messages: await chosen(threadId, job.scope, ports) };
}

async function chosen(threadId: Id, { lastCount }: Scope, { messages }: AgentPorts) {
  const all = await messages.messages(threadId);
  return lastCount === null ? all : selectMessages(all, { kind: "last", count: lastCount });
}

async function runOf(known: AgentRun | null, text: string, tools: PartTools): Promise<AgentRun> {
  const { ports, signal, model, onProgress } = tools;
  const run = known ?? (await startRun(await requestOf(text, tools), ports, { signal }));
  const shield = agentShield(onProgress);
  const loop = { ports, planner: plannerOf(model), ...(shield && { shield }) };
  return continueRun(run, loop, { signal });
}

/** The safety check of the chat, as the loop knows it. */
function agentShield(onProgress: PartTools["onProgress"]): Shield | null {
  const shield = chatShield();
  if (shield === null) return null;
  const { threshold, onFailure, input, output } = shield;
  const judge: Shield["port"]["judge"] = async (messages, signal = new AbortController().signal) => {
    onProgress({ phase: "checking", done: 0, total: 0 });
    try {
      return await shield.judge(messages, {
        signal,
        onProgress: ({ fraction }) =>
          onProgress({ phase: "checking", done: fraction ?? 0, total: fraction === null ? 0 : 1 }),
      });
    } finally {
      onProgress(null);
    }
  };
  const sides = [...(input ? (["input"] as const) : []), ...(output ? (["output"] as const) : [])];
  return { port: { judge }, threshold, onFailure, sides };
}

/** Only what was measured to choose well chooses (spec messages-calendar 3). */
function plannerOf(model: LanguageModel | null): Planner {
  return model?.tier === "L" ? modelPlanner(model) : formPlanner(model);
}

async function requestOf(text: string, { job, ports }: PartTools): Promise<RunRequest> {
  const { threadIds, lastCount } = job.scope;
  const picked =
    lastCount === null ? [] : await Promise.all(threadIds.map((id) => chosen(id, job.scope, ports)));
  const { eventMinutes, toolRules } = settingsStore.getState();
  return {
    text,
    threadIds,
    messageIds: picked.flat().map(({ id }) => id),
    images: await imagesOf(job),
    zone: defaultZone(),
    dayParts: DEFAULT_DAY_PARTS,
    defaultDurationMinutes: eventMinutes,
    policy: policyOf(toolRules),
  };
}
