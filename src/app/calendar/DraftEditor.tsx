/**
 * @file The editor of one draft: what it says in full, every field, and the one click that writes a file. It is not
 * modal: the messages beside it are the evidence.
 */
import { useEffect, useRef, useState, type KeyboardEvent, type ReactElement } from "react";
import { drafts, useDrafts } from "#app/state/drafts.ts";
import type { Editing } from "#app/state/drafts-state.ts";
import { defaultZone } from "#app/state/settings.ts";
import { IconButton } from "#app/ui/IconButton.tsx";
import { closeEditor } from "./close-editor.ts";
import { ConflictNotice } from "./ConflictNotice.tsx";
import { DraftActions } from "./DraftActions.tsx";
import { DraftFields } from "./DraftFields.tsx";
import { draftErrors, fullWhenText, localText } from "./draft-form.ts";
import { DraftSources } from "./DraftSources.tsx";
import styles from "./DraftEditor.module.css";
import { ProposalQuestion } from "./ProposalQuestion.tsx";

export function DraftEditor(): ReactElement | null {
  const editing = useDrafts((state) => state.editing);
  return editing && <OpenEditor key={editing.draft.id} editing={editing} />;
}

function OpenEditor({ editing }: { readonly editing: Editing }): ReactElement {
  const { draft, question, choice, stored, showProblems } = editing;
  const local = localText(draft, defaultZone());
  const [now] = useState(() => new Date().toISOString());
  const titleRef = useRef<HTMLInputElement>(null);
  const questionRef = useRef<HTMLInputElement>(null);
  useReturnFocus();
  // The question comes first: nothing can be approved before it is answered.
  useEffect(() => (questionRef.current ?? titleRef.current)?.focus(), []);

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Esc closes it from any field
    <dialog open className={styles.editor} aria-label="Event draft" onKeyDown={closeOnEscape}>
      <header className={styles.header}>
        <h2>{stored ? "Edit draft" : draft.kind === "task" ? "New to-do" : "New draft"}</h2>
        <IconButton label="Close" icon="close" onClick={closeEditor} />
      </header>
      {question && (
        <ProposalQuestion
          question={question}
          choice={choice}
          firstRef={questionRef}
          onChoose={(next) => drafts.choose(next)}
        />
      )}
      <output className={styles.when} aria-label="When">
        {fullWhenText(draft, now)}
        {local !== "" && <span className={styles.local}>{local}</span>}
      </output>
      <ConflictNotice draft={draft} now={now} />
      <DraftSources draft={draft} />
      <DraftFields
        draft={draft}
        errors={showProblems ? draftErrors(draft) : {}}
        titleRef={titleRef}
        onChange={(change) => drafts.change(change)}
      />
      <DraftActions editing={editing} />
    </dialog>
  );
}

function closeOnEscape(event: KeyboardEvent): void {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  event.preventDefault();
  closeEditor();
}

/** Gives the focus back to what opened the editor, if it is still there. */
function useReturnFocus(): void {
  const opener = useRef(document.activeElement);
  useEffect(() => {
    const from = opener.current;
    return () => {
      const lost = document.activeElement === null || document.activeElement === document.body;
      if (lost && from instanceof HTMLElement && from.isConnected) from.focus();
    };
  }, []);
}
