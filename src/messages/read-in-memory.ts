/** @file An import with its messages in memory: for the command line and for tests, whose files are small. */
import type { ReadContext } from "./importer.ts";
import type { ImportOptions, Message, StagedImport, Thread } from "./message.ts";
import { stageImport } from "./read-import.ts";
import { MemoryPages } from "./spool.ts";

export interface ParsedThread {
  readonly thread: Thread;
  readonly messages: readonly Message[];
}

export interface ParsedImport extends Omit<StagedImport, "threads" | "messages"> {
  readonly threads: readonly ParsedThread[];
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
  const parsed: ParsedThread[] = [];
  for await (const page of threads.readAll()) {
    for (const { thread, firstMessage } of page) {
      const list: Message[] = [];
      for await (const part of messages.readRange(firstMessage, thread.count)) list.push(...part);
      parsed.push({ thread, messages: list });
    }
  }
  return { ...rest, threads: parsed };
}
