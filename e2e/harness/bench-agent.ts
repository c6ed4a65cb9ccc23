/**
 * @file The page of `npm run bench -- agent`: a request to the assistant on the same path as in the app (routing, jobs,
 * parts, loop), with the real model in a worker and everything that is stored in memory. Only React is left out.
 */
import { makeThread, World } from "#agent/testing/world";
import { Agent, type AgentState } from "#app/state/agent-controller.ts";
import type { AgentJob, JobPart } from "#app/state/agent-job.ts";
import { planRequest } from "#app/state/agent-routing.ts";
import { workOnPart } from "#app/state/agent-work.ts";
import { DEFAULT_MODEL_ID } from "#models/catalog";
import type { GenerateRequest, GenerateResult, LanguageModel } from "#shared/language-model";
import { trustedScriptUrl } from "#shared/trusted-url";
import type { JobRecord } from "#storage/agent-jobs";
import type { InferenceHandlers } from "#workers/protocol-models";
import { RpcClient } from "#workers/rpc";
import type { AgentRound } from "./agent-bench-types.ts";
import workerUrl from "./bench-agent.worker.ts?worker&url";

/** Meta's example for a local assistant. */
const REQUEST = "Summarise the last 10 messages, list the action items and draft an invite";

const CHAT = makeThread({
  title: "Launch group",
  self: "Ines",
  lines: [
    ["Ines", "Morning all"],
    ["Theo", "Morning!"],
    ["Theo", "The printer called, the brochures will be ready on Thursday."],
    ["Nadia", "Great. Ines, could you send me the final logo by tomorrow?"],
    ["Ines", "Sure, I'll send the logo tonight."],
    ["Theo", "Please check the list of guests before Friday, I added six names."],
    ["Nadia", "I'll order the coffee and the cups for forty people."],
    ["Jun", "Do we have a microphone for the talk?"],
    ["Theo", "The hall has two microphones and a projector."],
    ["Nadia", "Let's do a rehearsal on Friday at 3pm in the small hall, 45 min."],
    ["Jun", "Friday at 3pm works for me."],
    ["Ines", "Someone should bring the banner from the office."],
  ],
});

type Totals = Pick<
  AgentRound,
  | "calls"
  | "promptTokens"
  | "cachedTokens"
  | "completionTokens"
  | "forcedTokens"
  | "draftedTokens"
  | "confirmedTokens"
  | "prefillMs"
  | "decodeMs"
>;

window.agentBench = { round };

async function round(shortcuts: boolean): Promise<AgentRound> {
  const name = shortcuts ? "fast" : "plain";
  const worker = new Worker(trustedScriptUrl(workerUrl), { type: "module", name });
  const rpc = new RpcClient<InferenceHandlers>(worker);
  worker.addEventListener("error", ({ message }) => console.error(message));
  try {
    const info = await rpc.call("model-load", { modelId: DEFAULT_MODEL_ID });
    const totals = newTotals();
    const model: LanguageModel = {
      contextTokens: info.contextTokens,
      tier: info.tier,
      countTokens: (texts) => rpc.call("token-count", { texts }),
      generate: async (request: GenerateRequest, { signal }) => {
        const began = performance.now();
        const result = await rpc.call("text-generate", request, { ...(signal && { signal }) });
        count(totals, result, performance.now() - began);
        return result;
      },
    };
    return { ...(await runExample(model)), ...totals, loadMs: info.loadMs };
  } finally {
    worker.terminate();
  }
}

async function runExample(model: LanguageModel) {
  const world = new World({ threads: [CHAT] });
  const stored = new Map<string, JobRecord>();
  const agent = new Agent({
    model: () => model,
    work: workOnPart,
    ports: (_job, save) => Object.assign(world, { runs: { saved: [], save } }),
    read: (id) => Promise.resolve(stored.get(id)),
    save: (record) => Promise.resolve(stored.set(record.id, record).has(record.id)),
    announce: () => Promise.resolve(),
    now: world.now,
    locks: {
      hold: () => Promise.resolve(() => undefined),
      isHeld: () => Promise.resolve(false),
      whenFree: () => Promise.resolve(),
    },
  });
  const began = performance.now();
  let firstTextMs = Number.NaN;
  const leave = agent.store.subscribe((state) => {
    if (Number.isNaN(firstTextMs) && showsText(state)) firstTextMs = performance.now() - began;
  });
  const scope = { threadIds: [CHAT.thread.id], lastCount: null };
  const context = { nowMs: Date.parse(world.now()), zone: CHAT.thread.zone, pictures: false };
  const plan = planRequest(REQUEST, scope, [CHAT.thread], context);
  if (plan === null) throw new Error("the request was not understood");
  const job = await agent.create(plan, { conversationId: "c", turnId: "t" }, "job");
  await agent.go(job.id);
  const totalMs = performance.now() - began;
  leave();
  return { firstTextMs, totalMs, ...outcomeOf(agent.store.getState().jobs.get(job.id)?.parts ?? []) };
}

/** Words of the summary, whole or in the making. */
function showsText({ jobs, progress }: AgentState): boolean {
  if ((progress?.progress?.written?.length ?? 0) > 0) return true;
  return [...jobs.values()].some((job) => job?.parts.some((part) => part.kind === "summary" && part.value));
}

function outcomeOf(parts: AgentJob["parts"]) {
  const find = <K extends JobPart["kind"]>(kind: K) =>
    parts.find((part): part is Extract<JobPart, { kind: K }> => part.kind === kind);
  const summary = find("summary")?.value?.value.sentences ?? [];
  const run = find("act")?.run;
  const waiting = run?.phase.kind === "approval" ? run.steps.at(-1) : undefined;
  return {
    sentences: summary.map(({ text }) => text),
    byModel: summary.filter(({ writtenBy }) => writtenBy === "model").length,
    items: (find("items")?.value?.value.items ?? []).map(({ what }) => what),
    invite: waiting?.changes.map(({ after }) => after).join(" | ") ?? "",
  };
}

function newTotals(): { -readonly [K in keyof Totals]: number } {
  return {
    calls: 0,
    promptTokens: 0,
    cachedTokens: 0,
    completionTokens: 0,
    forcedTokens: 0,
    draftedTokens: 0,
    confirmedTokens: 0,
    prefillMs: 0,
    decodeMs: 0,
  };
}

function count(totals: ReturnType<typeof newTotals>, result: GenerateResult, ms: number): void {
  totals.calls += 1;
  totals.promptTokens += result.promptTokens;
  totals.cachedTokens += result.cachedTokens ?? 0;
  totals.completionTokens += result.completionTokens;
  totals.forcedTokens += result.forcedTokens ?? 0;
  totals.draftedTokens += result.draftedTokens ?? 0;
  totals.confirmedTokens += result.confirmedTokens ?? 0;
  totals.prefillMs += result.timeToFirstTokenMs;
  totals.decodeMs += ms - result.timeToFirstTokenMs;
}
