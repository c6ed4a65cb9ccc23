/**
 * @file Title of the open thread, the way back, and its details: where it is from, who reads it, the zone of its times. On
 * a narrow screen the details come when they are asked for.
 */
import { useEffect, useId, useRef, useState, type ReactElement } from "react";
import type { Thread } from "#messages/message";
import { ZoneField } from "#app/calendar/ZoneField.tsx";
import { NO_SCOPE } from "#app/state/agent-job.ts";
import { setScope } from "#app/state/agent-scope.ts";
import { imports } from "#app/state/imports.ts";
import { isSearch, library, useLibrary } from "#app/state/message-library.ts";
import { navigate, routeHref } from "#app/state/route.ts";
import { Icon } from "#app/ui/Icon.tsx";
import { IconButton } from "#app/ui/IconButton.tsx";
import { isFocusLost } from "#app/ui/keep-focus.ts";
import { toast } from "#app/ui/toast.ts";
import { sourceText } from "./message-text.ts";
import { SelfField } from "./SelfField.tsx";
import styles from "./ThreadView.module.css";
import { countText, spanText } from "./time-text.ts";

/** Exports that hold clock times without their zone. */
const WALL_TIMES: ReadonlySet<Thread["source"]> = new Set([
  "whatsapp",
  "imessage",
  "signal",
  "telegram",
  "paste",
]);
const ALL_THREADS = { view: "messages", threadId: null, messageId: null } as const;

function searchIn(threadId: string): void {
  void library.find({ text: "", threadId, personId: null });
  navigate(ALL_THREADS);
}

function askAbout(threadId: string): void {
  setScope(null, { ...NO_SCOPE, threadIds: [threadId] });
  navigate({ view: "chat", chatId: null });
}

function attempt(change: Promise<void>): void {
  void change.catch(() => toast("That could not be stored. Try again."));
}

export function ThreadHeader({ thread }: { readonly thread: Thread }): ReactElement {
  const titleRef = useRef<HTMLHeadingElement>(null);
  // The link or dialog that led here is gone, and the focus with it.
  useEffect(() => {
    if (isFocusLost() || document.activeElement?.id === "main") titleRef.current?.focus();
  }, []);
  const searching = useLibrary(({ form }) => isSearch(form));
  /** Read on narrow screens only; on wide ones the details always stand there. */
  const [detailed, setDetailed] = useState(false);
  const detailsId = useId();
  return (
    <header className={styles.header}>
      <a href={routeHref(ALL_THREADS)} className={styles.back}>
        <Icon name="chevron-left" />
        <span>{searching ? "Back to the search" : "All threads"}</span>
      </a>
      <h2 ref={titleRef} tabIndex={-1} className={styles.threadTitle}>
        <bdi dir="auto">{thread.title}</bdi>
      </h2>
      <IconButton
        label="Thread details"
        icon="more"
        className={styles.more}
        aria-expanded={detailed}
        aria-controls={detailsId}
        onClick={() => setDetailed(!detailed)}
      />
      <div id={detailsId} className={styles.details} data-open={detailed}>
        <p className={styles.about}>
          {sourceText(thread.source)} · {countText(thread.count, "message")} · {spanText(thread)}
        </p>
        <Ways threadId={thread.id} />
        <ThreadFields thread={thread} />
      </div>
    </header>
  );
}

function Ways({ threadId }: { readonly threadId: string }): ReactElement {
  return (
    <div className={styles.ways}>
      <button type="button" className={styles.find} onClick={() => searchIn(threadId)}>
        <Icon name="search" /> Search this thread
      </button>
      <button type="button" className={styles.find} onClick={() => askAbout(threadId)}>
        <Icon name="chat" /> Ask about it
      </button>
    </div>
  );
}

/** Who of them is the person who reads, and the zone of times that have none. */
function ThreadFields({ thread }: { readonly thread: Thread }): ReactElement {
  const self = thread.people.find((person) => person.isSelf)?.id ?? null;
  return (
    <div className={styles.self}>
      {thread.people.length > 0 && (
        <SelfField
          people={thread.people}
          value={self}
          onChange={(personId) => attempt(imports.markSelf(thread.id, personId))}
        />
      )}
      {thread.first !== null && WALL_TIMES.has(thread.source) && (
        <ZoneField
          label="Time zone of its times"
          value={thread.zone}
          onChange={(zone) => attempt(imports.changeZone(thread.id, zone))}
        />
      )}
    </div>
  );
}
