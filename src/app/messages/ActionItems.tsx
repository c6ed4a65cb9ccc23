/** @file The action items of a thread as a table to tick off. */
import type { ReactElement } from "react";
import { counted, phraseBook } from "#agent/phrases/books";
import type { Thread } from "#messages/message";
import { Guarded } from "#app/guard/Guarded.tsx";
import type { ActionItems as Found, Kept } from "#app/state/kept-results.ts";
import { isTicked, type Ticks } from "#app/state/summaries-state.ts";
import { ActionItemRow } from "./ActionItemRow.tsx";
import { CopyButton } from "./CopyButton.tsx";
import { actionItemsText } from "./result-text.ts";
import { OpenEnds } from "./OpenEnds.tsx";
import { ResultAge } from "./ResultAge.tsx";
import styles from "./RunPanel.module.css";
import { isAimedAtAssistants, sourcesOf } from "./sources.ts";
import { InjectionNotice } from "./SummaryResult.tsx";
import { useSources } from "./use-sources.ts";

export interface ActionItemsProps {
  readonly kept: Kept<Found>;
  readonly ticks: Ticks;
  readonly thread: Thread;
  /** As for a summary. */
  readonly onShow?: (() => void) | undefined;
}

export function ActionItems({ onShow, ...result }: ActionItemsProps): ReactElement {
  return (
    <section aria-label="Action items" className={styles.result}>
      <Guarded guard={result.kept.guard ?? null} what="This list" onShow={onShow}>
        <Items {...result} />
      </Guarded>
    </section>
  );
}

function Items({ kept, ticks, thread }: Omit<ActionItemsProps, "onShow">): ReactElement | null {
  const { items, droppedCount, openEnds = [], language = "en" } = kept.value;
  const book = phraseBook(language);
  const sources = useSources(items, thread);
  if (sources === null) return null;
  const shown = items.filter((item) => sourcesOf(item.messageIds, sources).length > 0);
  return (
    <>
      <header className={styles.resultHeader}>
        <h3 lang={language}>{book.heads.items}</h3>
        {shown.length > 0 && (
          <CopyButton
            label="Copy action items"
            text={() => actionItemsText({ items: shown, openEnds, language }, thread.people, ticks, sources)}
          />
        )}
      </header>
      <ResultAge kept={kept} language={language} />
      {[...sources.values()].some(isAimedAtAssistants) && <InjectionNotice language={language} />}
      {shown.length === 0 ? (
        <p lang={language}>{book.nothingToDo}</p>
      ) : (
        <table className={styles.items}>
          <thead>
            <tr lang={language}>
              <th scope="col">{book.heads.done}</th>
              <th scope="col">{book.heads.what}</th>
              <th scope="col">{book.heads.who}</th>
              <th scope="col">{book.heads.due}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((item) => (
              <ActionItemRow
                key={item.id}
                item={item}
                thread={thread}
                language={language}
                done={isTicked(item, ticks)}
                sources={sourcesOf(item.messageIds, sources)}
              />
            ))}
          </tbody>
        </table>
      )}
      <OpenEnds ends={openEnds} thread={thread} sources={sources} language={language} />
      {droppedCount > 0 && (
        <p className={styles.note} lang={language}>
          {counted(language, droppedCount, book.replacedWordings)}
        </p>
      )}
    </>
  );
}
