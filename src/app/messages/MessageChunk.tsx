/** @file One chunk of the feed: its rows, or an empty block of their height. */
import { memo, type ReactElement } from "react";
import type { Id, Message, Person } from "#messages/message";
import type { FeedChunk } from "./feed-rows.ts";
import styles from "./MessageFeed.module.css";
import { MessageRow } from "./MessageRow.tsx";

export interface MessageChunkProps {
  readonly index: number;
  readonly chunk: FeedChunk;
  readonly drawn: boolean;
  /** Pixels, for the empty block. */
  readonly height: number;
  readonly people: ReadonlyMap<Id, Person>;
  readonly total: number;
  readonly highlighted: Id | null;
  readonly onDraft: (message: Message) => void;
}

function Chunk(props: MessageChunkProps): ReactElement {
  const { index, chunk, drawn, height, people, total, highlighted, onDraft } = props;
  return (
    <div data-chunk={index} className={styles.chunk} style={drawn ? undefined : { blockSize: height }}>
      {drawn &&
        chunk.rows.map((row) => (
          <MessageRow
            key={row.message.id}
            row={row}
            sender={row.message.senderId === null ? undefined : people.get(row.message.senderId)}
            total={total}
            highlighted={row.message.id === highlighted}
            onDraft={onDraft}
          />
        ))}
    </div>
  );
}

/** Empty blocks compare equal while their height stays, so scrolling draws only what changes. */
export const MessageChunk = memo(Chunk);
