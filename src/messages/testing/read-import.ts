/** @file An import with its messages in memory, as tests look at it. */
import type { ReadContext } from "#messages/importer";
import type { ImportOptions, Message, StagedImport, Thread } from "#messages/message";
import { stageImport } from "#messages/read-import";
import { MemoryPages } from "#messages/spool";

export interface ParsedImport extends Omit<StagedImport, "threads" | "messages"> {
  readonly threads: readonly { readonly thread: Thread; readonly messages: readonly Message[] }[];
}

/** As `stageImport`. */
export async function readImport(
  file: Blob,
  fileName: string,
  options: ImportOptions,
  reporting: ReadContext = {},
): Promise<ParsedImport> {
  const { threads, messages, ...rest } = await stageImport(
    file,
    fileName,
    options,
    new MemoryPages(),
    reporting,
  );
  const parsed: { thread: Thread; messages: Message[] }[] = [];
  for (const { thread, firstMessage } of threads) {
    const list: Message[] = [];
    for await (const part of messages.readRange(firstMessage, thread.count)) list.push(...part);
    parsed.push({ thread, messages: list });
  }
  return { ...rest, threads: parsed };
}
