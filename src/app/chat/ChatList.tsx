/** @file New chat and all conversations, the latest first. */
import { lazy, Suspense, useState, type ReactElement } from "react";
import { chats, useChats } from "#app/state/chats.ts";
import { useFailure } from "#app/state/failures.ts";
import { navigate, useRoute } from "#app/state/route.ts";
import { ErrorNotice } from "#app/shell/ErrorNotice.tsx";
import { Button } from "#app/ui/Button.tsx";
import { Icon } from "#app/ui/Icon.tsx";
import type { Conversation } from "#storage/conversations";
import styles from "./ChatList.module.css";
import { focusComposer } from "./composer-id.ts";
import { ConversationRow } from "./ConversationRow.tsx";
import { dateGroups } from "./date-groups.ts";

const RenameDialog = lazy(() => import("./RenameDialog.tsx"));

export interface ChatListProps {
  /** Called when a chat was chosen: a drawer closes then. */
  readonly onPick?: () => void;
}

export function ChatList({ onPick }: ChatListProps): ReactElement {
  const list = useChats((state) => state.list);
  // What stands above all views is not said twice.
  const above = useFailure();
  const [renaming, setRenaming] = useState<Conversation | null>(null);
  return (
    <div className={styles.list}>
      <Button
        onClick={() => {
          navigate({ view: "chat", chatId: null });
          onPick?.();
          focusComposer();
        }}
      >
        <Icon name="plus" />
        New chat
      </Button>
      {list.phase === "failed" && list.error.code !== above?.code && (
        <ErrorNotice error={list.error} onRetry={() => void chats.loadList()} />
      )}
      <nav className={styles.groups} aria-label="Chats">
        {list.phase === "ready" && (
          <Groups conversations={list.conversations} onRename={setRenaming} onPick={onPick} />
        )}
      </nav>
      {renaming && (
        <Suspense fallback={null}>
          <RenameDialog conversation={renaming} onClose={() => setRenaming(null)} />
        </Suspense>
      )}
    </div>
  );
}

interface GroupsProps {
  readonly conversations: readonly Conversation[];
  readonly onRename: (conversation: Conversation) => void;
  readonly onPick: (() => void) | undefined;
}

function Groups({ conversations: all, onRename, onPick }: GroupsProps): ReactElement {
  const route = useRoute();
  const [nowMs] = useState(Date.now);
  const current = route.view === "chat" ? route.chatId : null;
  if (all.length === 0)
    return <p className={styles.none}>Your chats will be listed here. They stay on this device.</p>;
  return (
    <>
      {dateGroups(all, nowMs).map(({ label, conversations }) => (
        <section key={label} aria-label={label}>
          <h2 className={styles.label}>{label}</h2>
          <ul className={styles.rows}>
            {conversations.map((conversation) => (
              <ConversationRow
                key={conversation.id}
                conversation={conversation}
                current={conversation.id === current}
                onRename={onRename}
                {...(onPick ? { onPick } : {})}
              />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
