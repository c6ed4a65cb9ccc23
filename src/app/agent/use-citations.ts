/** @file Messages of any threads that a step or an answer cites, numbered in their order. */
import { useEffect, useState } from "react";
import type { Id } from "#messages/message";
import { imports } from "#app/state/imports.ts";
import { library } from "#app/state/message-library.ts";
import { numberSources, type Source } from "#app/messages/sources.ts";

export interface Citation {
  /** Null = not known: every thread is asked. */
  readonly threadId: Id | null;
  readonly messageId: Id;
}

const NONE: readonly Source[] = [];

/** Those that are still here; empty while they are read. */
export function useCitations(citations: readonly Citation[]): readonly Source[] {
  const [sources, setSources] = useState(NONE);
  const key = citations.map(({ threadId, messageId }) => `${threadId ?? ""}/${messageId}`).join(" ");
  useEffect(() => {
    let superseded = false;
    const show = (found: readonly Source[]): void => {
      if (!superseded) setSources(found);
    };
    // What cannot be read cannot be shown as a source.
    read(key).then(show, () => show(NONE));
    return () => {
      superseded = true;
    };
  }, [key]);
  return sources;
}

async function read(key: string): Promise<readonly Source[]> {
  const wanted = key.split(" ").flatMap((part): readonly Citation[] => {
    const [threadId = "", messageId = ""] = part.split("/");
    return messageId === "" ? [] : [{ threadId: threadId === "" ? null : threadId, messageId }];
  });
  if (wanted.length === 0) return NONE;
  const threads = await imports.link.ask((rpc) => rpc.call("thread-list", null));
  const sources = new Map<Id, Source>();
  for (const thread of threads) {
    const cited = wanted.filter(({ threadId }) => threadId === null || threadId === thread.id);
    const ids = cited.map(({ messageId }) => messageId);
    if (ids.length === 0) continue;
    const found = numberSources(ids, await library.messages(thread.id, ids), thread);
    for (const [id, source] of found) sources.set(id, source);
  }
  const inOrder = [...new Set(wanted.map(({ messageId }) => messageId))].flatMap(
    (id) => sources.get(id) ?? [],
  );
  return inOrder.map((source, index) => ({ ...source, number: index + 1 }));
}
