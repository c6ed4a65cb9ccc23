/** @file The messages of a thread, drawn in chunks: only those near the visible part are in the page. */
import { useMemo, useRef, type ReactElement } from "react";
import type { Message, Person } from "#messages/message";
import { feedChunks } from "./feed-rows.ts";
import { MessageChunk } from "./MessageChunk.tsx";
import styles from "./MessageFeed.module.css";
import { useJump, type JumpTarget } from "./use-jump.ts";
import { useNearChunks } from "./use-near-chunks.ts";

export interface MessageFeedProps {
  readonly messages: readonly Message[];
  readonly people: readonly Person[];
  /** The message to scroll to, focus and highlight; null = start at the end. */
  readonly target: JumpTarget | null;
  readonly onDraft: (message: Message) => void;
}

export function MessageFeed({ messages, people, target, onDraft }: MessageFeedProps): ReactElement {
  const scroller = useRef<HTMLDivElement>(null);
  const chunks = useMemo(() => feedChunks(messages), [messages]);
  const byId = useMemo(() => new Map(people.map((person) => [person.id, person])), [people]);
  const nearChunks = useNearChunks(scroller, chunks);
  useJump(scroller, chunks, nearChunks, target);

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolled region must be reachable by keyboard
    <section ref={scroller} aria-label="Messages" tabIndex={0} className={styles.feed}>
      {chunks.map((chunk, index) => (
        <MessageChunk
          key={chunk.rows[0]?.message.id}
          index={index}
          chunk={chunk}
          drawn={nearChunks.near.has(index)}
          height={nearChunks.heightOf(index) ?? chunk.estimatedHeight}
          people={byId}
          total={messages.length}
          highlighted={target?.messageId ?? null}
          onDraft={onDraft}
        />
      ))}
    </section>
  );
}
