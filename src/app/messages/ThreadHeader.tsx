/** @file Title of the open thread, the way back, "Which one is you?" and the zone of its times. */
import { useEffect, useRef, type ReactElement } from "react";
import type { Thread } from "#messages/message";
import { ZoneField } from "#app/calendar/ZoneField.tsx";
import { NO_SCOPE } from "#app/state/agent-job.ts";
import { setScope } from "#app/state/agent-scope.ts";
import { imports } from "#app/state/imports.ts";
import { isSearch, library, useLibrary } from "#app/state/message-library.ts";
import { navigate, routeHref } from "#app/state/route.ts";
import { Icon } from "#app/ui/Icon.tsx";
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
    if (document.activeElement === document.body) titleRef.current?.focus();
  }, []);
  const searching = useLibrary(({ form }) => isSearch(form));
  const self = thread.people.find((person) => person.isSelf)?.id ?? null;
  return (
    <header className={styles.header}>
      <div className={styles.heading}>
        <div className={styles.ways}>
          <a href={routeHref(ALL_THREADS)}>{searching ? "Back to the search" : "All threads"}</a>
          <button type="button" className={styles.find} onClick={() => searchIn(thread.id)}>
            <Icon name="search" /> Search this thread
          </button>
          <button type="button" className={styles.find} onClick={() => askAbout(thread.id)}>
            <Icon name="chat" /> Ask about it
          </button>
        </div>
        <h2 ref={titleRef} tabIndex={-1} className={styles.threadTitle}>
          <bdi dir="auto">{thread.title}</bdi>
        </h2>
        <p className={styles.about}>
          {sourceText(thread.source)} · {countText(thread.count, "message")} · {spanText(thread)}
        </p>
      </div>
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
    </header>
  );
}
