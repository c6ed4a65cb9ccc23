/** @file The work behind each part of a job: a summary, a list of items, a run of the loop. */
import type { ThreadSelection } from "#agent/agent-options";
import { formPlanner } from "#agent/act/form-planner";
import { continueRun } from "#agent/act/loop";
import { modelPlanner } from "#agent/act/model-planner";
import { permissionFor } from "#agent/act/permission";
import type { Planner } from "#agent/act/planner";
import type { AgentRun, RunRequest } from "#agent/act/run";
import { startRun } from "#agent/act/start";
import { selectMessages } from "#agent/selection";
import { DEFAULT_DAY_PARTS } from "#calendar/resolution";
import type { Thread } from "#messages/message";
import { AppError } from "#shared/errors";
import type { LanguageModel } from "#shared/language-model";
import type { PartTools } from "./agent-controller.ts";
import { imagesOf } from "./agent-images.ts";
import { recentDrafts } from "./recent-drafts.ts";
import { withRun, type AgentJob, type JobPart } from "./agent-job.ts";
import { policyOf } from "./agent-policy.ts";
import { agentShield } from "./agent-shield.ts";
import { makeItems, makeSummary } from "./kept-results.ts";
import { defaultZone, settingsStore } from "./settings.ts";
import { chatShield } from "./shield.ts";

/** The part after work on it. @throws AbortError when stopped; AppError of the engine and the storage */
export async function workOnPart(part: JobPart, tools: PartTools): Promise<JobPart> {
  if (part.kind === "act") return withRun(part, await runOf(part.run, part.text, tools));
  const permission = permissionFor("messages", policyOf(settingsStore.getState().toolRules));
  if (permission === "blocked") return { ...part, state: "done", reading: "blocked" };
  if (permission === "ask" && part.reading !== "allowed")
    return { ...part, state: "waiting", reading: "ask" };
  const { model, signal, onProgress, ports } = tools;
  const options = { signal, onProgress, shield: chatShield(), now: () => ports.now() };
  const thread = (await ports.messages.threads()).find(({ id }) => id === part.threadId);
  if (thread === undefined) return { ...part, state: "done", gone: "removed" };
  if (part.kind === "items") {
    const input = await selectionOf(thread, tools);
    return { ...part, state: "done", value: await makeItems(input, model, options) };
  }
  if (model === null) throw new AppError("engine-not-loaded", "a summary needs a model");
  const input = await selectionOf(thread, tools);
  return { ...part, state: "done", value: await makeSummary(input, model, options) };
}

async function selectionOf(thread: Thread, { ports, job }: PartTools): Promise<ThreadSelection> {
  const all = await ports.messages.messages(thread.id);
  const { lastCount } = job.scope;
  return {
    thread,
    messages: lastCount === null ? all : selectMessages(all, { kind: "last", count: lastCount }),
  };
}

async function runOf(known: AgentRun | null, text: string, tools: PartTools): Promise<AgentRun> {
  const { ports, signal, model, onProgress } = tools;
  const run = known ?? (await startRun(await requestOf(text, tools.job), ports, { signal }));
  const shield = agentShield(onProgress);
  const loop = { ports, planner: plannerOf(model), ...(shield && { shield }) };
  return continueRun(run, loop, { signal });
}

/** Only what was measured to choose well chooses (spec messages-calendar 3). */
function plannerOf(model: LanguageModel | null): Planner {
  return model?.tier === "L" ? modelPlanner(model) : formPlanner(model);
}

async function requestOf(text: string, job: AgentJob): Promise<RunRequest> {
  const { threadIds, lastCount } = job.scope;
  const { eventMinutes, toolRules } = settingsStore.getState();
  return {
    text,
    threadIds,
    messageIds: [],
    lastCount,
    images: await imagesOf(job),
    recentDraftIds: await recentDrafts(job),
    zone: defaultZone(),
    dayParts: DEFAULT_DAY_PARTS,
    defaultDurationMinutes: eventMinutes,
    policy: policyOf(toolRules),
  };
}
