/** @file The assistant of this page: its jobs, and how a message of the chat becomes one. Loaded when it is first needed. */
import { useStore } from "zustand";
import { readConversation, saveTurn, saveTurns, type Turn } from "#storage/conversations";
import type { AttachedPicture } from "#storage/pictures";
import { readJob, saveJob, updateJob } from "#storage/agent-jobs";
import { Agent, type AgentState } from "./agent-controller.ts";
import { refreshActivity } from "./agent-activity.ts";
import { onForgotten } from "./agent-forget.ts";
import { JOBS_CHANNEL, turnOf, withoutThread, type AgentJob } from "./agent-job.ts";
import { agentPorts } from "./agent-ports.ts";
import { planRequest, type Plan } from "./agent-routing.ts";
import { scopeOf, moveScope } from "./agent-scope.ts";
import { agentStatus, refreshWaiting, stopAgent } from "./agent-status.ts";
import { workOnPart } from "./agent-work.ts";
import { lastIdOf, newConversation, nextPosition } from "./chat-turns.ts";
import { tellChats } from "./chats.ts";
import { withPictures } from "./chats-pictures.ts";
import { storedDrafts } from "./drafts.ts";
import { languageModel } from "./engine.ts";
import { reportFailure } from "./failures.ts";
import { imports } from "./imports.ts";
import { createJobLocks } from "./job-locks.ts";
import { measuredModel } from "./measured-model.ts";
import { recentDrafts } from "./recent-drafts.ts";
import { defaultZone } from "./settings.ts";
import { tabNews } from "./tab-news.ts";
import { isDue, threadDeletes } from "./thread-deletes.ts";

/** Ids of jobs that changed. */
const tell = tabNews<string>(JOBS_CHANNEL, (id) => {
  if (agent.store.getState().jobs.has(id)) void agent.reload(id);
  void refreshWaiting();
});

export const agent = new Agent({
  model: languageModel,
  work: async (part, tools) => {
    const model = tools.model && (await measuredModel(tools.model, tools.signal));
    return workOnPart(part, { ...tools, model });
  },
  ports: agentPorts,
  read: readJob,
  save: async (record, isNew) => {
    if (!isNew) return updateJob(record);
    await saveJob(record);
    return true;
  },
  announce,
  now: () => new Date().toISOString(),
  locks: createJobLocks("job"),
});

onForgotten(({ id, conversationId }) => {
  if (agent.store.getState().jobs.has(id)) void agent.reload(id);
  tell(id);
  void tellChats({ conversationId, writing: null });
  void refreshActivity();
  void refreshWaiting();
});

// Nothing goes on with what is being deleted.
threadDeletes.store.subscribe(({ due }) => {
  const { working } = agentStatus.getState();
  const job = working === null ? null : agent.store.getState().jobs.get(working);
  if (job && Object.keys(due).some((threadId) => withoutThread(job, threadId) !== job)) stopAgent();
});

export function useAgent<T>(selector: (state: AgentState) => T): T {
  return useStore(agent.store, selector);
}

async function announce(job: AgentJob): Promise<void> {
  const { conversationId, turnId, id } = job;
  const turn = (await readConversation(conversationId))?.turns.find((one) => one.id === turnId);
  if (turn) await saveTurn({ ...turn, ...turnOf(job) });
  await tellChats({ conversationId, writing: null });
  tell(id);
  void refreshActivity();
  await refreshWaiting();
}

/**
 * Hands a message, and the pictures that go with it, to the assistant when it asks for something its tools do. Resolves with the conversation's id once the
 * message is stored, or with null when it is an ordinary question. @throws AppError of the storage
 */
export async function askAgent(
  chatId: string | null,
  text: string,
  attached: readonly AttachedPicture[] = [],
): Promise<string | null> {
  const all = await imports.link.ask((rpc) => rpc.call("thread-list", null));
  const threads = all.filter(({ id }) => !isDue(id));
  const context = {
    nowMs: Date.now(),
    zone: defaultZone(),
    pictures: attached.length > 0,
    drafts: (await storedDrafts.list()).map(({ title }) => title),
    recentDraft: chatId !== null && (await recentDrafts({ conversationId: chatId, turnId: "" })).length > 0,
  };
  const plan = planRequest(text, scopeOf(chatId), threads, context);
  if (plan === null) return null;
  const job = await begin(chatId, { text, attached }, plan);
  if (chatId === null) moveScope(job.conversationId);
  agent.go(job.id).catch(reportFailure);
  return job.conversationId;
}

interface Question {
  readonly text: string;
  readonly attached: readonly AttachedPicture[];
}

/** Stores the question with its pictures, the turn that answers it and its job. */
async function begin(chatId: string | null, { text, attached }: Question, plan: Plan): Promise<AgentJob> {
  // One id over all tries: what is stored for a try that failed is replaced.
  const jobId = crypto.randomUUID();
  for (;;) {
    const known = chatId === null ? null : await readConversation(chatId);
    const conversationId = known?.conversation.id ?? crypto.randomUUID();
    const turns = known?.turns ?? [];
    const position = nextPosition(turns);
    const question = withPictures(newTurn(conversationId, position, "user", text), attached);
    const answer: Turn = { ...newTurn(conversationId, position + 1, "assistant", ""), job: jobId };
    const conversation = { ...(known?.conversation ?? newConversation(question)), updatedAt: Date.now() };
    const job = await agent.create(plan, { conversationId, turnId: answer.id }, jobId);
    const pictures = attached.map(({ picture, bytes }) => ({ conversationId, id: picture.id, bytes }));
    const expected = { lastKnown: lastIdOf(turns), pictures };
    const saved = await saveTurns(conversation, [question, answer], expected);
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
