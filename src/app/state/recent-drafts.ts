/** @file Calendar drafts that a chat was about: what "it" means in "move it". */
import type { Id } from "#messages/message";
import { readJob } from "#storage/agent-jobs";
import { readConversation } from "#storage/conversations";
import { parseJob, type AgentJob } from "./agent-job.ts";

/** Jobs of a chat that are looked at, the latest. */
const MAX_JOBS = 10;

/** Drafts that jobs before this one made or changed, the latest last. @throws AppError of the storage */
export async function recentDrafts({
  conversationId,
  turnId,
}: Pick<AgentJob, "conversationId" | "turnId">): Promise<readonly Id[]> {
  const turns = (await readConversation(conversationId))?.turns ?? [];
  const ids = turns
    .flatMap(({ id, job }) => (job === undefined || id === turnId ? [] : [job]))
    .slice(-MAX_JOBS);
  const records = await Promise.all(ids.map((id) => readJob(id)));
  return records.flatMap((record) => draftsOf(parseJob(record?.value)));
}

function draftsOf(job: AgentJob | null): readonly Id[] {
  const steps = (job?.parts ?? []).flatMap((part) => (part.kind === "act" ? (part.run?.steps ?? []) : []));
  return steps.flatMap(({ state, undo }) =>
    state === "done" && undo?.table === "drafts" && undo.wrote !== null ? [undo.id] : [],
  );
}
