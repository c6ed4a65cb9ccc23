/** @file New chat and all conversations, the latest first. */
import { lazy, Suspense, useState, type ReactElement } from "react";
import { chats, useChats } from "#app/state/chats.ts";
import { navigate, useRoute } from "#app/state/route.ts";
import { ErrorNotice } from "#app/shell/ErrorNotice.tsx";
import { Button } from "#app/ui/Button.tsx";
import { Icon } from "#app/ui/Icon.tsx";
import type { Conversation } from "#storage/conversations";
import styles from "./ChatList.module.css";
import { ConversationRow } from "./ConversationRow.tsx";
import { dateGroups } from "./date-groups.ts";

const RenameDialog = lazy(() => import("./RenameDialog.tsx"));

export interface ChatListProps {
  /** Called when a chat was chosen: a drawer closes then. */
  readonly onPick?: () => void;
}

export function ChatList({ onPick }: ChatListProps): ReactElement {
  const list = useChats((state) => state.list);
  const route = useRoute();
  const [renaming, setRenaming] = useState<Conversation | null>(null);
  const [nowMs] = useState(Date.now);
  const current = route.view === "chat" ? route.chatId : null;
  const groups = list.phase === "ready" ? dateGroups(list.conversations, nowMs) : [];
  return (
    <div className={styles.list}>
      <Button
        onClick={() => {
          navigate({ view: "chat", chatId: null });
          onPick?.();
        }}
      >
        <Icon name="plus" />
        New chat
      </Button>
      {list.phase === "failed" && <ErrorNotice error={list.error} onRetry={() => void chats.loadList()} />}
      <nav className={styles.groups} aria-label="Chats">
        {groups.map(({ label, conversations }) => (
          <section key={label} aria-label={label}>
            <h2 className={styles.label}>{label}</h2>
            <ul className={styles.rows}>
              {conversations.map((conversation) => (
                <ConversationRow
                  key={conversation.id}
                  conversation={conversation}
                  current={conversation.id === current}
                  onRename={setRenaming}
                  {...(onPick ? { onPick } : {})}
                />
              ))}
            </ul>
          </section>
        ))}
        {list.phase === "ready" && groups.length === 0 && (
          <p className={styles.none}>Your chats will be listed here. They stay on this device.</p>
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
