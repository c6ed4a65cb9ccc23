/** @file The messages that a result cites, read when it is shown. */
import { useEffect, useMemo, useState } from "react";
import type { Id, Message, Thread } from "#messages/message";
import { library } from "#app/state/message-library.ts";
import { numberSources, type Sources } from "./sources.ts";

interface Citing {
  readonly messageIds: readonly Id[];
}

/**
 * Null while they are being read. After an import or an undo they are read again.
 * @param parts sentences or items, in the order in which they are shown
 */
export function useSources(parts: readonly Citing[], thread: Thread): Sources | null {
  const cited = useMemo(() => parts.flatMap(({ messageIds }) => messageIds), [parts]);
  const [messages, setMessages] = useState<readonly Message[] | null>(null);
  useEffect(() => {
    let superseded = false;
    const show = (found: readonly Message[]): void => {
      if (!superseded) setMessages(found);
    };
    // What cannot be read cannot be shown as a source.
    library.messages(thread.id, [...new Set(cited)]).then(show, () => show([]));
    return () => {
      superseded = true;
    };
    // A thread is another object after an import or an undo, which may have changed what is there.
  }, [cited, thread]);
  return useMemo(
    () => (messages === null ? null : numberSources(cited, messages, thread)),
    [cited, messages, thread],
  );
}
