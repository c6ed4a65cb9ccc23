/** @file Beside the message field: which messages the assistant may use. Nothing is shown while none were imported. */
import { useEffect, useId, useRef, type ReactElement } from "react";
import { NO_SCOPE, type Scope } from "#app/state/agent-job.ts";
import { setScope, useScope } from "#app/state/agent-scope.ts";
import { imports, useImports } from "#app/state/imports.ts";
import { useDueDeletes } from "#app/state/thread-deletes.ts";
import type { Thread } from "#messages/message";
import { Icon } from "#app/ui/Icon.tsx";
import { IconButton } from "#app/ui/IconButton.tsx";
import styles from "./ScopeBar.module.css";

const ALL = "all";
const COUNTS = [10, 50, 200] as const;
/** Threads offered by name, the latest: a mailbox has a hundred thousand. */
const MAX_THREADS = 200;

export default function ScopeBar({ chatId }: { readonly chatId: string | null }): ReactElement | null {
  const list = useImports((state) => state.list);
  const scope = useScope(chatId);
  const unread = list.phase === "loading";
  useEffect(() => {
    if (unread) void imports.loadThreads();
  }, [unread]);
  const due = useDueDeletes();
  const all = list.phase === "ready" ? list.threads : [];
  const threads = all.filter(({ id }) => !Object.hasOwn(due, id));
  const isUsed = scope.threadIds.length > 0;
  const bar = useRef<HTMLDivElement>(null);
  const pressed = useRef(false);
  // The button that was pressed is gone: the focus goes to what stands in its place.
  useEffect(() => {
    if (pressed.current) bar.current?.querySelector<HTMLElement>("select, button")?.focus();
    pressed.current = false;
  });
  if (threads.length === 0) return null;
  const change = (to: Scope): void => {
    pressed.current = isUsed !== to.threadIds.length > 0;
    setScope(chatId, to);
  };
  return (
    <div ref={bar}>
      {isUsed ? (
        <Used threads={threads} scope={scope} onChange={change} />
      ) : (
        <Unused threads={threads} onChange={change} />
      )}
    </div>
  );
}

function Unused({ threads, onChange }: Omit<ThreadChoiceProps, "scope">): ReactElement {
  // The list begins with the latest.
  const start = { ...NO_SCOPE, threadIds: threads.slice(0, 1).map(({ id }) => id) };
  return (
    <div className={styles.bar}>
      <button type="button" className={styles.start} onClick={() => onChange(start)}>
        <Icon name="messages" />
        Use my messages
      </button>
      <span className={styles.note}>The model answers without them now.</span>
    </div>
  );
}

function Used({ threads, scope, onChange }: ThreadChoiceProps): ReactElement {
  return (
    <fieldset className={styles.bar}>
      <legend className="visually-hidden">Messages the assistant may use</legend>
      <ThreadChoice threads={threads} scope={scope} onChange={onChange} />
      <CountChoice scope={scope} onChange={onChange} />
      <IconButton label="Don't use my messages" icon="close" onClick={() => onChange(NO_SCOPE)} />
    </fieldset>
  );
}

interface ChoiceProps {
  readonly scope: Scope;
  readonly onChange: (scope: Scope) => void;
}

interface ThreadChoiceProps extends ChoiceProps {
  readonly threads: readonly Thread[];
}

function ThreadChoice({ threads, scope, onChange }: ThreadChoiceProps): ReactElement {
  const id = useId();
  const chosen = scope.threadIds.filter((threadId) => threads.some((thread) => thread.id === threadId));
  const [chosenId] = chosen;
  const latest = threads.filter((thread, at) => at < MAX_THREADS || thread.id === chosenId);
  const choose = (value: string): void =>
    onChange({ ...scope, threadIds: value === ALL ? threads.map((thread) => thread.id) : [value] });
  return (
    <>
      <label className="visually-hidden" htmlFor={id}>
        Conversation
      </label>
      <select
        id={id}
        className={styles.choice}
        value={chosenId === undefined ? "" : scope.threadIds.length > 1 ? ALL : chosenId}
        onChange={({ target }) => choose(target.value)}
      >
        {/* Never another one in its place: a person chooses what may be used. */}
        {chosenId === undefined && (
          <option value="" disabled>
            Deleted. Choose another
          </option>
        )}
        {threads.length > 1 && <option value={ALL}>All conversations</option>}
        {latest.map((thread) => (
          <option key={thread.id} value={thread.id}>
            {thread.title}
          </option>
        ))}
      </select>
    </>
  );
}

function CountChoice({ scope, onChange }: ChoiceProps): ReactElement {
  const id = useId();
  const { lastCount } = scope;
  const counts = [...new Set([...COUNTS, ...(lastCount === null ? [] : [lastCount])])];
  return (
    <>
      <label className="visually-hidden" htmlFor={id}>
        How many messages
      </label>
      <select
        id={id}
        className={styles.choice}
        value={lastCount ?? ALL}
        onChange={({ target: { value } }) =>
          onChange({ ...scope, lastCount: value === ALL ? null : Number(value) })
        }
      >
        <option value={ALL}>All messages</option>
        {counts.map((count) => (
          <option key={count} value={count}>
            Last {count}
          </option>
        ))}
      </select>
    </>
  );
}
