/** @file Several files of one export as one import: parts of one conversation become one thread. */
import type { RawImport, RawThread } from "./importer.ts";
import { MAX_ISSUES } from "./limits.ts";

export function mergeImports(imports: readonly RawImport[]): RawImport {
  const threads = new Map<string, RawThread[]>();
  imports
    .flatMap((raw) => raw.threads)
    .forEach((thread, at) => {
      const name = thread.nativeId ?? thread.identity;
      const key = name === null ? `${at}` : `=${name}`;
      threads.set(key, [...(threads.get(key) ?? []), thread]);
    });
  const questions = new Map(
    imports.flatMap((raw) => raw.questions.map((question) => [question.kind, question])),
  );
  return {
    threads: [...threads.values()].map(mergeThreads),
    issues: imports.flatMap((raw) => raw.issues).slice(0, MAX_ISSUES),
    questions: [...questions.values()],
    ...(imports.some(({ contacts }) => contacts)
      ? { contacts: imports.flatMap(({ contacts = [] }) => contacts) }
      : {}),
  };
}

/** In the order of their times, where all have exact ones; else in the order of the files. */
function mergeThreads(parts: readonly RawThread[]): RawThread {
  const first = parts[0]!;
  if (parts.length === 1) return first;
  const seen = new Set<string>();
  const messages = parts
    .flatMap((part) => [...part.messages()])
    .filter(({ nativeId }) => nativeId === undefined || (!seen.has(nativeId) && seen.add(nativeId)));
  if (messages.every(({ instantMs }) => instantMs !== undefined))
    messages.sort((a, b) => a.instantMs! - b.instantMs!);
  return {
    ...first,
    people: first.people && new Map(parts.flatMap((part) => [...(part.people ?? [])])),
    senders: [...new Set(parts.flatMap(({ senders }) => senders))],
    messages: () => messages,
  };
}
