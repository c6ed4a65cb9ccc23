/** @file What the agent reaches of this app: messages through the import worker, drafts, its own records, the clock. */
import type { ActionEntry } from "#agent/act/action-log";
import type { AgentPorts, RecordPort } from "#agent/act/ports";
import type { AgentRun } from "#agent/act/run";
import type { AgentNote, AgentTask } from "#agent/act/task";
import type { EventDraft } from "#calendar/event-draft";
import type { Id } from "#messages/message";
import { appendAction } from "#storage/agent-jobs";
import {
  deleteAgentRecord,
  listAgentRecords,
  saveAgentRecord,
  type AgentTable,
} from "#storage/agent-records";
import { listCalendars } from "#storage/calendars";
import { calendarPort } from "./agent-calendar.ts";
import { imagePort } from "./agent-images.ts";
import type { AgentJob } from "./agent-job.ts";
import { ImportedMessages } from "./agent-messages.ts";
import { drafts, storedDrafts } from "./drafts.ts";
import { imports } from "./imports.ts";
import { defaultZone } from "./settings.ts";
import { isDue } from "./thread-deletes.ts";

/** Every change is shown where drafts are listed, too. */
const draftPort: RecordPort<EventDraft> = {
  list: storedDrafts.list,
  put: async (draft) => {
    await storedDrafts.save(draft);
    await drafts.load();
  },
  delete: async (id) => {
    await storedDrafts.remove(id);
    await drafts.load();
  },
};

function recordPort<T extends { readonly id: Id }>(table: AgentTable): RecordPort<T> {
  return {
    list: async () => (await listAgentRecords(table)) as readonly T[],
    put: (record) => saveAgentRecord(table, record.id, record),
    delete: (id) => deleteAgentRecord(table, id),
  };
}

export const taskPort = recordPort<AgentTask>("agent-tasks");
export const notePort = recordPort<AgentNote>("agent-notes");

/**
 * @param job the threads of its scope are searched, all where there are none; its question brings the pictures
 * @param save keeps a run with the job it belongs to
 */
export function agentPorts(job: AgentJob, save: (run: AgentRun) => Promise<void>): AgentPorts {
  return {
    messages: new ImportedMessages(imports.link, job.scope.threadIds, isDue),
    calendar: calendarPort(listCalendars, () => defaultZone()),
    drafts: draftPort,
    tasks: taskPort,
    notes: notePort,
    images: imagePort(job),
    markSelf: (threadId, personId) => imports.markSelf(threadId, personId),
    runs: { save },
    log: { append: (entry: ActionEntry) => appendAction(entry) },
    now: () => new Date().toISOString(),
    newId: () => crypto.randomUUID(),
  };
}
