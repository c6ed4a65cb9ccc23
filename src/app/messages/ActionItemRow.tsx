/** @file One action item: tick, what with its sources, who, due. */
import type { ReactElement } from "react";
import type { ActionItem } from "#agent/items/action-item";
import { phraseBook } from "#agent/phrases/books";
import type { Language } from "#calendar/resolution";
import type { Thread } from "#messages/message";
import { summaries } from "#app/state/summaries.ts";
import { Chip } from "#app/ui/Chip.tsx";
import { classes } from "#app/ui/classes.ts";
import { toast } from "#app/ui/toast.ts";
import { draftFromMessage } from "./draft-actions.ts";
import { dueText } from "./due-text.ts";
import { whoText } from "./result-text.ts";
import styles from "./RunPanel.module.css";
import { SourceChips } from "./SourceChips.tsx";
import { isAimedAtAssistants, type Source } from "./sources.ts";
import { WrittenBy } from "./SummaryResult.tsx";

export interface ActionItemRowProps {
  readonly item: ActionItem;
  readonly thread: Thread;
  readonly done: boolean;
  readonly sources: readonly Source[];
  readonly language: Language;
}

export function ActionItemRow({ item, thread, done, sources, language }: ActionItemRowProps): ReactElement {
  const tick = (checked: boolean): void => {
    summaries
      .tick(thread.id, item.id, checked)
      .catch(() => toast("The tick could not be stored. It holds until you leave."));
  };
  return (
    <tr className={classes(done && styles.done)}>
      <td>
        <label className={styles.target}>
          <input
            type="checkbox"
            className={styles.tick}
            aria-label={`${phraseBook(language).heads.done}: ${item.what}`}
            checked={done}
            onChange={(event) => tick(event.target.checked)}
          />
        </label>
      </td>
      <td>
        <bdi dir="auto" className={styles.what}>
          {item.what}
        </bdi>
        <span className={styles.marks}>
          <SourceChips sources={sources} />
          <Chip>
            <span lang={language}>{phraseBook(language).kinds[item.kind]}</span>
          </Chip>
          {item.status !== "open" && (
            <Chip>
              <span lang={language}>{phraseBook(language).statuses[item.status]}</span>
            </Chip>
          )}
          <WrittenBy writer={item.whatWrittenBy} language={language} />
        </span>
      </td>
      <td className={classes(item.who.kind === "unclear" && styles.unclear)} lang={language}>
        <bdi dir="auto">{whoText(item.who, thread.people, language)}</bdi>
      </td>
      <td lang={language}>
        <Due item={item} thread={thread} sources={sources} language={language} />
      </td>
    </tr>
  );
}

function Due({ item, thread, sources, language }: Omit<ActionItemRowProps, "done">): ReactElement {
  const { when, phrase, unclear } = dueText(item, language);
  const [found] = sources;
  const trusted = found === undefined || !isAimedAtAssistants(found);
  const draftable = trusted && (item.kind === "event" || item.duePhrase !== null);
  const saidIn = sourceOfDate(item, sources);
  return (
    <>
      {when !== null && <span>{when}</span>}
      {phrase !== null && (
        <q className={styles.phrase}>
          <bdi dir="auto">{phrase}</bdi>
        </q>
      )}
      {unclear && <span className={styles.unclear}>{phraseBook(language).whenUnclear}</span>}
      {draftable && saidIn && (
        <button
          type="button"
          lang="en"
          className={styles.link}
          onClick={() => void draftFromMessage(thread, saidIn.message)}
        >
          Draft an invite
        </button>
      )}
    </>
  );
}

/** The last message that says when: an item that was moved cites the older date first. */
function sourceOfDate({ duePhrase }: ActionItem, sources: readonly Source[]): Source | undefined {
  const saysWhen = sources.findLast(({ message }) => duePhrase !== null && message.text.includes(duePhrase));
  return saysWhen ?? sources[0];
}
