/** @file The chat: its list at the side, the conversation or the first-run page, and the message field. */
import { useEffect, useState, type ReactElement } from "react";
import { chats, useChats } from "#app/state/chats.ts";
import { loadAttachments, useAttachments } from "#app/state/chats-attachments.ts";
import { useEngine } from "#app/state/engine.ts";
import { useRoute } from "#app/state/route.ts";
import { ErrorNotice } from "#app/shell/ErrorNotice.tsx";
import { modelSees } from "#app/pictures/model-sees.ts";
import { Button } from "#app/ui/Button.tsx";
import { Dialog } from "#app/ui/Dialog.tsx";
import { Icon } from "#app/ui/Icon.tsx";
import { ChatList } from "./ChatList.tsx";
import { ChatBody } from "./ChatBody.tsx";
import styles from "./ChatView.module.css";
import { Composer } from "./Composer.tsx";
import { EngineNotice } from "./EngineNotice.tsx";
import { needsFirstRun } from "./first-run.ts";
import { FirstRun } from "./FirstRun.tsx";

export function ChatView(): ReactElement {
  const route = useRoute();
  const chatId = route.view === "chat" ? route.chatId : null;
  const [drawer, setDrawer] = useState(false);
  const firstRun = useFirstRun(chatId);
  const anyChat = useChats(({ list }) => list.phase !== "ready" || list.conversations.length > 0);
  const unsaved = useChats((state) => state.unsaved);
  useEffect(() => {
    void chats.open(chatId);
    void loadAttachments(chatId);
  }, [chatId]);

  if (firstRun && chatId === null && !anyChat) return <FirstRun />;
  return (
    <div className={styles.view}>
      <aside className={styles.side} aria-label="Chat list">
        <ChatList />
      </aside>
      <div className={styles.main}>
        <div className={styles.bar}>
          <Button onClick={() => setDrawer(true)}>
            <Icon name="list" />
            Chats
          </Button>
        </div>
        {unsaved && (
          <div className={styles.notices}>
            <ErrorNotice error={unsaved} />
          </div>
        )}
        {firstRun && chatId === null ? <FirstRun /> : <Chat chatId={chatId} firstRun={firstRun} />}
      </div>
      <Dialog title="Chats" open={drawer} onClose={() => setDrawer(false)} placement="start">
        <ChatList onPick={() => setDrawer(false)} />
      </Dialog>
    </div>
  );
}

/** No model is here yet. Who brings a picture first is shown the chat, where the model to look at it is offered. */
function useFirstRun(chatId: string | null): boolean {
  const attachments = useAttachments(chatId);
  const notHere = useEngine((state) => needsFirstRun(state));
  return notHere && attachments.length === 0;
}

interface ChatProps {
  readonly chatId: string | null;
  readonly firstRun: boolean;
}

function Chat({ chatId, firstRun }: ChatProps): ReactElement {
  // The download of a model that would not see the picture is not what helps.
  const wantsSight = useEngine((state) => !modelSees(state.modelId) && needsFirstRun(state)) && !firstRun;
  // A failure comes first; a load in progress stays beside the message field.
  const failed = useEngine((state) => state.status.phase === "failed");
  return (
    <>
      {failed && <EngineNotice />}
      <ChatBody chatId={chatId} />
      {!failed && !wantsSight && <EngineNotice />}
      {/* The same field for every chat: the focus stays in it when the first message makes the chat. */}
      <Composer chatId={chatId} />
    </>
  );
}
