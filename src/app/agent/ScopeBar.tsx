/** @file Beside the message field: which messages the assistant may use. Nothing is shown while none were imported. */
import { useEffect, useId, type ReactElement } from "react";
import { NO_SCOPE } from "#app/state/agent-job.ts";
import { setScope, useScope } from "#app/state/agent-scope.ts";
import { imports, useImports } from "#app/state/imports.ts";
import { Icon } from "#app/ui/Icon.tsx";
import { IconButton } from "#app/ui/IconButton.tsx";
import styles from "./ScopeBar.module.css";

const ALL = "all";
const COUNTS = [10, 50, 200] as const;
/** Threads offered by name, the latest: a mailbox has a hundred thousand. */
const MAX_THREADS = 200;

export default function ScopeBar({ chatId }: { readonly chatId: string | null }): ReactElement | null {
  const ids = { thread: useId(), count: useId() };
  const list = useImports((state) => state.list);
  const scope = useScope(chatId);
  const unread = list.phase === "loading";
  useEffect(() => {
    if (unread) void imports.loadThreads();
  }, [unread]);
  const threads = list.phase === "ready" ? list.threads : [];
  if (threads.length === 0) return null;
  // The list begins with the latest.
  const [chosenId] = scope.threadIds;
  const latest = threads.filter(({ id }, at) => at < MAX_THREADS || id === chosenId);
  if (scope.threadIds.length === 0) {
    const start = { ...NO_SCOPE, threadIds: latest.slice(0, 1).map(({ id }) => id) };
    return (
      <div className={styles.bar}>
        <button type="button" className={styles.start} onClick={() => setScope(chatId, start)}>
          <Icon name="messages" />
          Use my messages
        </button>
      </div>
    );
  }
  const counts = [...new Set([...COUNTS, ...(scope.lastCount === null ? [] : [scope.lastCount])])];
  return (
    <fieldset className={styles.bar}>
      <legend className="visually-hidden">Messages the assistant may use</legend>
      <label className="visually-hidden" htmlFor={ids.thread}>
        Conversation
      </label>
      <select
        id={ids.thread}
        className={styles.choice}
        value={scope.threadIds.length > 1 ? ALL : scope.threadIds[0]}
        onChange={({ target }) =>
          setScope(chatId, {
            ...scope,
            threadIds: target.value === ALL ? threads.map(({ id }) => id) : [target.value],
          })
        }
      >
        {threads.length > 1 && <option value={ALL}>All conversations</option>}
        {latest.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
      <label className="visually-hidden" htmlFor={ids.count}>
        How many messages
      </label>
      <select
        id={ids.count}
        className={styles.choice}
        value={scope.lastCount ?? ALL}
        onChange={({ target }) =>
          setScope(chatId, { ...scope, lastCount: target.value === ALL ? null : Number(target.value) })
        }
      >
        <option value={ALL}>All messages</option>
        {counts.map((count) => (
          <option key={count} value={count}>
            Last {count}
          </option>
        ))}
      </select>
      <IconButton label="Don't use my messages" icon="close" onClick={() => setScope(chatId, NO_SCOPE)} />
    </fieldset>
  );
}
