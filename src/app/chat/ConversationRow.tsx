/** @file One conversation in the list, with rename and delete behind its menu. */
import type { ReactElement } from "react";
import { useAgentStatus } from "#app/state/agent-status.ts";
import { chats } from "#app/state/chats.ts";
import { reportFailure } from "#app/state/failures.ts";
import { currentRoute, navigate, routeHref } from "#app/state/route.ts";
import { Menu } from "#app/ui/Menu.tsx";
import { toast } from "#app/ui/toast.ts";
import type { Conversation } from "#storage/conversations";
import styles from "./ChatList.module.css";

export interface ConversationRowProps {
  readonly conversation: Conversation;
  readonly current: boolean;
  readonly onPick?: () => void;
  readonly onRename: (conversation: Conversation) => void;
}

export function ConversationRow({
  conversation,
  current,
  onPick,
  onRename,
}: ConversationRowProps): ReactElement {
  const { id, title } = conversation;
  const waiting = useAgentStatus(({ waitingChats }) => waitingChats.has(id));
  return (
    <li className={styles.row}>
      <a
        className={styles.link}
        href={routeHref({ view: "chat", chatId: id })}
        aria-current={current ? "page" : undefined}
        dir="auto"
        title={title}
        onClick={onPick}
      >
        {title}
        {waiting && <span className="visually-hidden">, waiting for you</span>}
      </a>
      {waiting && <span className={styles.waiting} title="Waiting for you" aria-hidden="true" />}
      <Menu
        label={`Actions for ${title}`}
        items={[
          { label: "Rename", icon: "pencil", onSelect: () => onRename(conversation) },
          {
            label: "Delete",
            icon: "trash",
            danger: true,
            onSelect: () => {
              // The offer to undo would be out of reach behind a drawer.
              onPick?.();
              remove(id).catch(reportFailure);
            },
          },
        ]}
      />
    </li>
  );
}

async function remove(id: string): Promise<void> {
  const deleted = await chats.remove(id);
  const route = currentRoute();
  if (route.view === "chat" && route.chatId === id)
    navigate({ view: "chat", chatId: null }, { replace: true });
  if (!deleted) return;
  toast("Chat deleted.", {
    actionLabel: "Undo",
    onAction: () => void chats.restore(deleted).catch(reportFailure),
  });
}
