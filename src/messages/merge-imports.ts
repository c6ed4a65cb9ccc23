/** @file Several files of one export as one import: parts of one conversation become one thread. */
import type { RawImport, RawMessage, RawThread } from "./importer.ts";
import { MAX_ISSUES } from "./limits.ts";

export async function mergeImports(imports: readonly RawImport[]): Promise<RawImport> {
  const threads = new Map<string, RawThread[]>();
  let at = 0;
  for (const raw of imports) {
    for await (const thread of raw.threads) {
      const name = thread.nativeId ?? thread.identity;
      const key = name === null ? `${at++}` : `=${name}`;
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
  for (const parts of threads) yield await mergeThreads(parts);
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
