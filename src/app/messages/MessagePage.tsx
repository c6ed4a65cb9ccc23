/** @file One page of the feed: its rows, or an empty block of their height while they are being read. */
import { memo, useMemo, type ReactElement } from "react";
import type { Id, Message, Person } from "#messages/message";
import type { OutlinePage } from "#storage/thread-outline";
import { feedRows, type DayStarts } from "./feed-rows.ts";
import styles from "./MessageFeed.module.css";
import { MessageRow } from "./MessageRow.tsx";

export interface MessagePageProps {
  readonly index: number;
  readonly page: OutlinePage;
  /** Position of its first message in the thread. */
  readonly start: number;
  readonly days: DayStarts;
  /** Undefined until they are read. */
  readonly messages: readonly Message[] | undefined;
  /** Pixels, for the empty block. */
  readonly height: number;
  readonly people: ReadonlyMap<Id, Person>;
  readonly total: number;
  readonly highlighted: Id | null;
  readonly onDraft: (message: Message) => void;
}

function Page(props: MessagePageProps): ReactElement {
  const { index, page, start, days, messages, height, people, total, highlighted, onDraft } = props;
  const rows = useMemo(
    () => (messages ? feedRows(messages, page, start, days) : null),
    [messages, page, start, days],
  );
  return (
    <div
      data-page={index}
      data-loaded={rows !== null}
      className={styles.page}
      style={rows ? undefined : { blockSize: height }}
    >
      {rows?.map((row) => (
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

export const MessagePage = memo(Page);
