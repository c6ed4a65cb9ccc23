/** @file Tasks and notes that the agent keeps for a person, by id. Their shape belongs to the agent. */
import { readUser, writeUser } from "./user-db.ts";

export type AgentTable = "agent-tasks" | "agent-notes";

export function listAgentRecords(table: AgentTable): Promise<readonly unknown[]> {
  return readUser([table], (transaction) => transaction.objectStore(table).getAll());
}

/** Adds or replaces. @throws AppError `storage-full`, `storage-unavailable`, `storage-newer` */
export async function saveAgentRecord(table: AgentTable, id: string, record: unknown): Promise<void> {
  await writeUser([table], (transaction) => transaction.objectStore(table).put(record, id));
}

export async function deleteAgentRecord(table: AgentTable, id: string): Promise<void> {
  await writeUser([table], (transaction) => transaction.objectStore(table).delete(id));
}
