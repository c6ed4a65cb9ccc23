/** @file A summary whose every sentence shows where it comes from and who worded it. */
import type { ReactElement } from "react";
import { phraseBook } from "#agent/phrases/books";
import type { Thread } from "#messages/message";
import { Guarded } from "#app/guard/Guarded.tsx";
import type { Kept, Summary } from "#app/state/kept-results.ts";
import { Chip } from "#app/ui/Chip.tsx";
import { Notice } from "#app/ui/Notice.tsx";
import { CopyButton } from "./CopyButton.tsx";
import { leftOutTexts, summaryText } from "./result-text.ts";
import { ResultAge } from "./ResultAge.tsx";
import styles from "./RunPanel.module.css";
import { SourceChips } from "./SourceChips.tsx";
import { sourcesOf } from "./sources.ts";
import { useSources } from "./use-sources.ts";

export interface SummaryResultProps {
  readonly kept: Kept<Summary>;
  readonly thread: Thread;
  /** Shows it although the safety check holds it back; absent where that can't be done now. */
  readonly onShow?: (() => void) | undefined;
}

export function SummaryResult({ onShow, ...result }: SummaryResultProps): ReactElement {
  return (
    <section aria-label="Summary" className={styles.result}>
      <Guarded guard={result.kept.guard ?? null} what="This summary" onShow={onShow}>
        <Sentences {...result} />
      </Guarded>
    </section>
  );
}

function Sentences({ kept, thread }: Omit<SummaryResultProps, "onShow">): ReactElement | null {
  const summary = kept.value;
  const { language = "en" } = summary;
  const sources = useSources(summary.sentences, thread);
  if (sources === null) return null;
  const shown = summary.sentences.filter((sentence) => sourcesOf(sentence.messageIds, sources).length > 0);
  const notes = leftOutTexts(summary, summary.sentences.length - shown.length);
  return (
    <>
      <header className={styles.resultHeader}>
        <h3>
          <bdi dir="auto" lang={language}>
            {summary.title}
          </bdi>
        </h3>
        <CopyButton label="Copy summary" text={() => summaryText(summary, sources)} />
      </header>
      <ResultAge kept={kept} readCount={summary.readCount} />
      {summary.injectionSuspected && <InjectionNotice />}
      {shown.length === 0 && <p lang={language}>{phraseBook(language).noSentence}</p>}
      <ul className={styles.sentences}>
        {shown.map((sentence) => (
          <li key={`${sentence.messageIds.join()} ${sentence.text}`}>
            <bdi dir="auto" lang={language}>
              {sentence.text}
            </bdi>{" "}
            <SourceChips sources={sourcesOf(sentence.messageIds, sources)} />{" "}
            <WrittenBy writer={sentence.writtenBy} />
          </li>
        ))}
      </ul>
      {notes.map((note) => (
        <p key={note} className={styles.note} lang={language}>
          {note}
        </p>
      ))}
    </>
  );
}

export function WrittenBy({ writer }: { readonly writer: "model" | "quote" }): ReactElement {
  return writer === "quote" ? (
    <Chip title="The words of the message itself.">quote</Chip>
  ) : (
    <Chip title="Worded by the model and checked against the cited messages.">written by the model</Chip>
  );
}

function InjectionNotice(): ReactElement {
  return (
    <Notice kind="warning" title="This thread contains text aimed at assistants">
      Some messages try to give instructions to an assistant. They were read as quotes only. Check what is
      built on them.
    </Notice>
  );
}
