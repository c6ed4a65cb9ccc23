/** @file The assistant of this page: its jobs, and how a message of the chat becomes one. Loaded when it is first needed. */
import { useStore } from "zustand";
import { readConversation, saveTurn, saveTurns, type Turn } from "#storage/conversations";
import { readJob, saveJob } from "#storage/agent-jobs";
import { Agent, turnOf, type AgentState } from "./agent-controller.ts";
import type { AgentJob } from "./agent-job.ts";
import { agentPorts } from "./agent-ports.ts";
import { planRequest, type Plan } from "./agent-routing.ts";
import { scopeOf, moveScope } from "./agent-scope.ts";
import { refreshWaiting } from "./agent-status.ts";
import { workOnPart } from "./agent-work.ts";
import { lastIdOf, newConversation, nextPosition } from "./chat-turns.ts";
import { tellChats } from "./chats.ts";
import { languageModel } from "./engine.ts";
import { reportFailure } from "./failures.ts";
import { imports } from "./imports.ts";
import { measuredModel } from "./measured-model.ts";
import { defaultZone } from "./settings.ts";

/** Carries ids of jobs that changed between the tabs of this origin. */
const channel = new BroadcastChannel("hearth-agent");

export const agent = new Agent({
  model: languageModel,
  work: async (part, tools) => {
    const model = tools.model && (await measuredModel(tools.model, tools.signal));
    return workOnPart(part, { ...tools, model });
  },
  ports: (job, save) => agentPorts(job.scope.threadIds, save),
  read: readJob,
  save: saveJob,
  announce,
  now: () => new Date().toISOString(),
});

channel.addEventListener("message", ({ data }: MessageEvent<string>) => {
  if (agent.store.getState().jobs.has(data)) void agent.reload(data);
  void refreshWaiting();
});

export function useAgent<T>(selector: (state: AgentState) => T): T {
  return useStore(agent.store, selector);
}

async function announce(job: AgentJob): Promise<void> {
  const { conversationId, turnId, id } = job;
  const turn = (await readConversation(conversationId))?.turns.find((one) => one.id === turnId);
  if (turn) await saveTurn({ ...turn, ...turnOf(job) });
  await tellChats({ conversationId, writing: null });
  channel.postMessage(id);
  await refreshWaiting();
}

/**
 * Hands a message to the assistant when it asks for something its tools do. Resolves with the conversation's id once the
 * message is stored, or with null when it is an ordinary question. @throws AppError of the storage
 */
export async function askAgent(chatId: string | null, text: string): Promise<string | null> {
  const threads = await imports.link.ask((rpc) => rpc.call("thread-list", null));
  const context = { nowMs: Date.now(), zone: defaultZone() };
  const plan = planRequest(text, scopeOf(chatId), threads, context);
  if (plan === null) return null;
  const job = await begin(chatId, text, plan);
  if (chatId === null) moveScope(job.conversationId);
  agent.go(job.id).catch(reportFailure);
  return job.conversationId;
}

/** Stores the question, the turn that answers it and its job. */
async function begin(chatId: string | null, text: string, plan: Plan): Promise<AgentJob> {
  for (;;) {
    const known = chatId === null ? null : await readConversation(chatId);
    const conversationId = known?.conversation.id ?? crypto.randomUUID();
    const turns = known?.turns ?? [];
    const jobId = crypto.randomUUID();
    const position = nextPosition(turns);
    const question = newTurn(conversationId, position, "user", text);
    const answer: Turn = { ...newTurn(conversationId, position + 1, "assistant", ""), job: jobId };
    const conversation = { ...(known?.conversation ?? newConversation(question)), updatedAt: Date.now() };
    const job = await agent.create(plan, { conversationId, turnId: answer.id }, jobId);
    const saved = await saveTurns(conversation, [question, answer], { lastKnown: lastIdOf(turns) });
    // Another tab has added to the conversation: after that, then.
    if (saved === "conflict") continue;
    await tellChats({ conversationId, writing: null });
    return job;
  }
}

function newTurn(conversationId: string, position: number, role: Turn["role"], text: string): Turn {
  const id = crypto.randomUUID();
  return { id, conversationId, position, role, text, state: "done", createdAt: Date.now() };
}
