/** @file Several files of one export as one import: parts of one conversation become one thread. */
import type { RawImport, RawMessage, RawThread } from "./importer.ts";
import { MAX_ISSUES } from "./limits.ts";

/** @param folders where each lay: a name without an id means one conversation only within its folder. */
export async function mergeImports(
  imports: readonly RawImport[],
  folders: readonly string[],
): Promise<RawImport> {
  const threads = new Map<string, RawThread[]>();
  for (const [at, raw] of imports.entries()) {
    for await (const thread of raw.threads) {
      const { nativeId, identity } = thread;
      const name = identity === null ? `?${threads.size}` : `=${folders[at]}\n${identity}`;
      const key = nativeId === undefined ? name : `#${nativeId}`;
      threads.set(key, [...(threads.get(key) ?? []), thread]);
    }
  }
  const questions = new Map(
    imports.flatMap((raw) => raw.questions.map((question) => [question.kind, question])),
  );
  return {
    threads: mergeAll([...threads.values()]),
    issues: imports.flatMap((raw) => raw.issues).slice(0, MAX_ISSUES),
    questions: [...questions.values()],
    ...(imports.some(({ contacts }) => contacts)
      ? { contacts: imports.flatMap(({ contacts = [] }) => contacts) }
      : {}),
  };
}

/** One thread in memory at a time. */
async function* mergeAll(threads: readonly (readonly RawThread[])[]): AsyncGenerator<RawThread> {
  const named = new Map<string | null, number>();
  for (const [first] of threads) named.set(first!.identity, (named.get(first!.identity) ?? 0) + 1);
  for (const parts of threads) {
    const thread = await mergeThreads(parts);
    const isAlone = thread.nativeId !== undefined || named.get(thread.identity) === 1;
    yield isAlone || thread.identity === null ? thread : await toldApart(thread, thread.identity);
  }
}

/** Two conversations of one name: each is the one that began then. */
async function toldApart(thread: RawThread, identity: string): Promise<RawThread> {
  for await (const { local, instantMs } of thread.messages()) {
    const time = instantMs ?? local;
    if (time !== null) return { ...thread, identity: `${identity} ${time}` };
  }
  return thread;
}

/** In the order of their times, where all have exact ones; else in the order of the files. */
async function mergeThreads(parts: readonly RawThread[]): Promise<RawThread> {
  const first = parts[0]!;
  if (parts.length === 1) return first;
  const seen = new Set<string>();
  const messages: RawMessage[] = [];
  for (const part of parts) {
    for await (const message of part.messages()) {
      if (message.nativeId !== undefined && seen.has(message.nativeId)) continue;
      if (message.nativeId !== undefined) seen.add(message.nativeId);
      messages.push(message);
    }
  }
  if (messages.every(({ instantMs }) => instantMs !== undefined))
    messages.sort((a, b) => a.instantMs! - b.instantMs!);
  return {
    ...first,
    people: first.people && new Map(parts.flatMap((part) => [...(part.people ?? [])])),
    senders: [...new Set(parts.flatMap(({ senders }) => senders))],
    messages: () => messages,
  };
}
