/** @file The messages of a thread: only the pages near the visible part are in the document, and in memory. */
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, type ReactElement } from "react";
import { useStore } from "zustand";
import type { Id, Message, Person } from "#messages/message";
import { library } from "#app/state/message-library.ts";
import type { ThreadPages } from "#app/state/thread-pages.ts";
import { pageOf, type ThreadOutline } from "#storage/thread-outline";
import { FeedLayout } from "./feed-layout.ts";
import { dayStarts, estimatedHeight } from "./feed-rows.ts";
import styles from "./MessageFeed.module.css";
import { MessagePage } from "./MessagePage.tsx";
import { useFeedWindow } from "./use-feed-window.ts";
import { useJump, type JumpTarget } from "./use-jump.ts";

export interface MessageFeedProps {
  readonly threadId: Id;
  readonly outline: ThreadOutline;
  readonly pages: ThreadPages;
  readonly people: readonly Person[];
  /** The message to scroll to, focus and highlight; null = start at the end. */
  readonly target: JumpTarget | null;
  readonly onDraft: (message: Message) => void;
}

export function MessageFeed(props: MessageFeedProps): ReactElement {
  const { threadId, outline, pages, people, target, onDraft } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const layout = useMemo(() => new FeedLayout(outline.pages.map(estimatedHeight)), [outline]);
  const days = useMemo(() => dayStarts(outline), [outline]);
  const starts = useMemo(() => pageStarts(outline), [outline]);
  const byId = useMemo(() => new Map(people.map((person) => [person.id, person])), [people]);
  const { range, update } = useFeedWindow(scroller, layout);
  const locate = useCallback(
    async (messageId: Id): Promise<number | null> => {
      const [message] = await library.messages(threadId, [messageId]);
      return message ? pageOf(outline, message.seq) : null;
    },
    [threadId, outline],
  );
  useJump(scroller, layout, target, locate, update);
  useEffect(() => pages.want(range.first, range.last), [pages, range]);

  // Deferred: rows are drawn in slices, and a page that was scrolled past before it was drawn is left out.
  const shown = useDeferredValue(range);
  const loaded = useDeferredValue(useStore(pages.store, (state) => state.loaded));
  const indices = outline.pages.length === 0 ? [] : indicesOf(shown.first, shown.last);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolled region must be reachable by keyboard
    <section ref={scroller} aria-label="Messages" tabIndex={0} className={styles.feed}>
      <div style={{ blockSize: layout.offsetOf(shown.first) }} />
      {indices.map((index) => (
        <MessagePage
          key={index}
          index={index}
          page={outline.pages[index]!}
          start={starts[index]!}
          days={days}
          messages={loaded.get(index)}
          height={layout.heightOf(index)}
          people={byId}
          total={outline.count}
          highlighted={target?.messageId ?? null}
          onDraft={onDraft}
        />
      ))}
      <div style={{ blockSize: layout.total - layout.offsetOf(Math.min(layout.count, shown.last + 1)) }} />
    </section>
  );
}

function indicesOf(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
}

/** Position of the first message of each page. */
function pageStarts({ pages }: ThreadOutline): readonly number[] {
  const starts: number[] = [];
  let at = 0;
  for (const { count } of pages) {
    starts.push(at);
    at += count;
  }
  return starts;
}
