/** @file One thread: its messages beside what is made from them. On a narrow screen one of the two is shown. */
import { lazy, Suspense, useEffect, useMemo, useState, type ReactElement } from "react";
import type { Message, Thread } from "#messages/message";
import { DraftEditor } from "#app/calendar/DraftEditor.tsx";
import { ProposalStatus } from "#app/calendar/ProposalStatus.tsx";
import { loadKeptPictures, useOpenedPicture } from "#app/pictures/kept-pictures.ts";
import { useDrafts } from "#app/state/drafts.ts";
import { isFromThread } from "#app/state/drafts-state.ts";
import { imports, useImports } from "#app/state/imports.ts";
import type { OpenThread } from "#app/state/imports-state.ts";
import { useRoute } from "#app/state/route.ts";
import { ErrorNotice } from "#app/shell/ErrorNotice.tsx";
import { draftFromMessage } from "./draft-actions.ts";
import { MessageFeed } from "./MessageFeed.tsx";
import { RunPanel } from "./RunPanel.tsx";
import { ThreadHeader } from "./ThreadHeader.tsx";
import styles from "./ThreadView.module.css";
import type { JumpTarget } from "./use-jump.ts";

const ImportedPictureDialog = lazy(() => import("#app/pictures/ImportedPictureDialog.tsx"));

type Pane = "messages" | "answers";

export function ThreadView({ thread }: { readonly thread: Thread }): ReactElement {
  const route = useRoute();
  const open = useImports((state) => state.open);
  const drafting = useDrafting(thread);
  const target = useMemo(
    () => (route.view === "messages" && route.messageId !== null ? { messageId: route.messageId } : null),
    [route],
  );
  const [pane, setPane] = usePane(target);
  useEffect(() => void imports.openThread(thread.id), [thread.id]);
  const loaded = open.phase === "ready" && open.threadId === thread.id ? open : null;
  return (
    <div className={styles.view} data-pane={drafting ? "editor" : pane}>
      <div className={styles.main}>
        <h1 className="visually-hidden">Messages</h1>
        <ThreadHeader thread={thread} />
        <PaneSwitch pane={pane} onChange={setPane} />
        {open.phase === "failed" && (
          <ErrorNotice error={open.error} onRetry={() => void imports.openThread(thread.id)} />
        )}
        {open.phase === "loading" && <p className={styles.loading}>Opening…</p>}
        {loaded && <LoadedFeed thread={thread} loaded={loaded} target={target} />}
      </div>
      <OpenedPicture />
      <aside className={styles.side} aria-label={drafting ? "Draft" : "Answers"}>
        <ProposalStatus />
        {drafting === "editor" && <DraftEditor />}
        {/* Stays while a draft is edited, with what was chosen in it. */}
        <div hidden={drafting !== null}>
          {loaded && <RunPanel thread={thread} outline={loaded.outline} />}
        </div>
      </aside>
    </div>
  );
}

/** Whether a draft from this thread is being edited, or one is being written; null = neither. */
function useDrafting({ id }: Thread): "editor" | "proposal" | null {
  const editing = useDrafts((state) => state.editing !== null && isFromThread(state.editing.draft, id));
  const proposing = useDrafts((state) => state.proposing.phase !== "idle");
  if (editing) return "editor";
  return proposing ? "proposal" : null;
}

interface LoadedFeedProps {
  readonly thread: Thread;
  readonly loaded: Extract<OpenThread, { readonly phase: "ready" }>;
  readonly target: JumpTarget | null;
}

function LoadedFeed({ thread, loaded, target }: LoadedFeedProps): ReactElement {
  // Again when it was opened anew: an import may have brought more.
  useEffect(() => void loadKeptPictures(loaded.threadId), [loaded]);
  const onDraft = useMemo(
    () =>
      (message: Message): void =>
        void draftFromMessage(thread, message),
    [thread],
  );
  return (
    <MessageFeed
      threadId={thread.id}
      outline={loaded.outline}
      pages={loaded.pages}
      people={thread.people}
      target={target}
      onDraft={onDraft}
    />
  );
}

function OpenedPicture(): ReactElement | null {
  const picture = useOpenedPicture();
  if (!picture) return null;
  return (
    <Suspense fallback={null}>
      <ImportedPictureDialog opened={picture} />
    </Suspense>
  );
}

/** The pane chosen on a narrow screen; a jump shows the messages, wherever it was asked for. */
function usePane(target: JumpTarget | null): readonly [Pane, (pane: Pane) => void] {
  const [chosen, setChosen] = useState<{ pane: Pane; since: JumpTarget | null }>({
    pane: "messages",
    since: target,
  });
  const pane = target !== null && target !== chosen.since ? "messages" : chosen.pane;
  return [pane, (next) => setChosen({ pane: next, since: target })];
}

function PaneSwitch({
  pane,
  onChange,
}: {
  readonly pane: Pane;
  readonly onChange: (pane: Pane) => void;
}): ReactElement {
  return (
    <div className={styles.switch}>
      <button type="button" aria-pressed={pane === "messages"} onClick={() => onChange("messages")}>
        Messages
      </button>
      <button type="button" aria-pressed={pane === "answers"} onClick={() => onChange("answers")}>
        Summary
      </button>
    </div>
  );
}
