/** @file The preview of an import: its threads, and a few messages from both ends of the first ones. */
import type { Message, StagedImport, StagedThread } from "#messages/message";
import type { ImportSum } from "#storage/import-commit";
import type { ImportPreview } from "./protocol-imports.ts";

/** Messages shown from each end of a thread before the import is confirmed. */
const SAMPLE_MESSAGES = 3;
/** A mailbox has thousands of threads: nobody looks through them all. */
const MAX_SAMPLED_THREADS = 10;
const MAX_NAMED_THREADS = 50;

/** What a person sees of a staged import before it is stored. */
export async function toPreview(parsed: StagedImport, sum: ImportSum): Promise<ImportPreview> {
  const { batchId, source, fileName, threads, issues, questions, contacts } = parsed;
  const named: StagedThread[] = [];
  for await (const page of threads.readRange(0, Math.min(threads.size, MAX_NAMED_THREADS)))
    named.push(...page);
  const samples: (readonly Message[])[] = [];
  for (const thread of named.slice(0, MAX_SAMPLED_THREADS)) samples.push(await sample(parsed, thread));
  return {
    batchId,
    source,
    fileName,
    threadCount: threads.size,
    threads: named.map(({ thread }) => thread),
    samples,
    sum,
    issues,
    questions,
    ...(contacts === undefined ? {} : { contacts: contacts.map(({ name }) => name) }),
  };
}

/** The first and the last messages; all of a short thread. */
async function sample(
  { messages }: StagedImport,
  { thread, firstMessage }: StagedThread,
): Promise<readonly Message[]> {
  const { count } = thread;
  const head = count <= 2 * SAMPLE_MESSAGES ? count : SAMPLE_MESSAGES;
  const tail = head === count ? 0 : SAMPLE_MESSAGES;
  const shown: Message[] = [];
  for await (const part of messages.readRange(firstMessage, head)) shown.push(...part);
  for await (const part of messages.readRange(firstMessage + count - tail, tail)) shown.push(...part);
  return shown;
}
