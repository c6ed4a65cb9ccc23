/** @file Title of the open thread, the way back, and "Which one is you?". */
import { useEffect, useRef, type ReactElement } from "react";
import type { Thread } from "#messages/message";
import { NO_SCOPE } from "#app/state/agent-job.ts";
import { setScope } from "#app/state/agent-scope.ts";
import { imports } from "#app/state/imports.ts";
import { isSearch, library, useLibrary } from "#app/state/message-library.ts";
import { navigate, routeHref } from "#app/state/route.ts";
import { Icon } from "#app/ui/Icon.tsx";
import { SelectField } from "#app/ui/SelectField.tsx";
import { toast } from "#app/ui/toast.ts";
import { sourceText } from "./message-text.ts";
import styles from "./ThreadView.module.css";
import { countText, spanText } from "./time-text.ts";

const NOBODY = "";
const ALL_THREADS = { view: "messages", threadId: null, messageId: null } as const;

function searchIn(threadId: string): void {
  void library.find({ text: "", threadId, personId: null });
  navigate(ALL_THREADS);
}

function askAbout(threadId: string): void {
  setScope(null, { ...NO_SCOPE, threadIds: [threadId] });
  navigate({ view: "chat", chatId: null });
}

export function ThreadHeader({ thread }: { readonly thread: Thread }): ReactElement {
  const titleRef = useRef<HTMLHeadingElement>(null);
  // The link or dialog that led here is gone, and the focus with it.
  useEffect(() => {
    if (document.activeElement === document.body) titleRef.current?.focus();
  }, []);
  const searching = useLibrary(({ form }) => isSearch(form));
  const self = thread.people.find((person) => person.isSelf)?.id ?? NOBODY;
  const mark = (personId: string): void => {
    imports
      .markSelf(thread.id, personId === NOBODY ? null : personId)
      .catch(() => toast("That could not be stored. Try again."));
  };
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
      {thread.people.length > 0 && (
        <div className={styles.self}>
          <SelectField
            label="Which one is you?"
            value={self}
            options={[
              { value: NOBODY, label: "Not said" },
              ...thread.people.map((person) => ({ value: person.id, label: person.name })),
            ]}
            onChange={mark}
          />
        </div>
      )}
    </header>
  );
}
