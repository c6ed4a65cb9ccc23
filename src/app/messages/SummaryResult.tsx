/** @file A summary whose every sentence shows where it comes from and who worded it. */
import type { ReactElement } from "react";
import { phraseBook } from "#agent/phrases/books";
import type { Language } from "#calendar/resolution";
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
      <ResultAge kept={kept} readCount={summary.readCount} language={language} />
      {summary.injectionSuspected && <InjectionNotice language={language} />}
      {shown.length === 0 && <p lang={language}>{phraseBook(language).noSentence}</p>}
      <ul className={styles.sentences}>
        {shown.map((sentence) => (
          <li key={`${sentence.messageIds.join()} ${sentence.text}`}>
            <bdi dir="auto" lang={language}>
              {sentence.text}
            </bdi>{" "}
            <SourceChips sources={sourcesOf(sentence.messageIds, sources)} />{" "}
            <WrittenBy writer={sentence.writtenBy} language={language} />
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

export interface WrittenByProps {
  readonly writer: "model" | "quote";
  readonly language: Language;
}

export function WrittenBy({ writer, language }: WrittenByProps): ReactElement {
  const { writers, aboutWriters } = phraseBook(language);
  return (
    <span lang={language}>
      <Chip title={aboutWriters[writer]}>{writers[writer]}</Chip>
    </span>
  );
}

export function InjectionNotice({ language }: { readonly language: Language }): ReactElement {
  const { aimed, aboutAimed } = phraseBook(language);
  return (
    <div lang={language}>
      <Notice kind="warning" title={aimed}>
        {aboutAimed}
      </Notice>
    </div>
  );
}
