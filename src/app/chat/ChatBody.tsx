/** @file The middle of the chat: nothing yet, a conversation, or why it can't be shown. */
import type { ReactElement } from "react";
import { chats, useChats } from "#app/state/chats.ts";
import { navigate } from "#app/state/route.ts";
import { ErrorNotice } from "#app/shell/ErrorNotice.tsx";
import { Button } from "#app/ui/Button.tsx";
import { EmptyState } from "#app/ui/EmptyState.tsx";
import styles from "./ChatView.module.css";
import { Conversation } from "./Conversation.tsx";
import { NewChat } from "./NewChat.tsx";

export function ChatBody({ chatId }: { readonly chatId: string | null }): ReactElement {
  const open = useChats((state) => state.open);
  // Between the click and the effect that opens it, the store still holds the former chat.
  if (chatId === null) return <NewChat />;
  switch (open.phase) {
    case "ready":
      return <Conversation key={open.id} title={open.conversation.title} turns={open.turns} />;
    case "missing":
      return (
        <div className={styles.middle}>
          <EmptyState
            title="This chat is not here any more"
            actions={<Button onClick={() => navigate({ view: "chat", chatId: null })}>New chat</Button>}
          >
            It was deleted, or belongs to another device or browser.
          </EmptyState>
        </div>
      );
    case "failed":
      return (
        <div className={styles.middle}>
          <ErrorNotice error={open.error} onRetry={() => void chats.open(chatId)} />
        </div>
      );
    case "none":
    case "loading":
      return <div className={styles.middle} aria-busy="true" />;
    default:
      return open satisfies never;
  }
}
