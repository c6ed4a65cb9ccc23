/** @file The messages a step was read from: who said it, in which words, and the way there. */
import type { ReactElement } from "react";
import type { AgentRun, Step } from "#agent/act/run";
import { citedLabels } from "#agent/act/tool";
import { phraseBook } from "#agent/phrases/books";
import { trimAtWord } from "#agent/sentences/text";
import { sourceLabel } from "#app/messages/sources.ts";
import { SourceChips } from "#app/messages/SourceChips.tsx";
import styles from "./agent.module.css";
import { useCitations } from "./use-citations.ts";

const MAX_QUOTE = 160;

export function StepSources({
  run,
  step,
}: {
  readonly run: AgentRun;
  readonly step: Step;
}): ReactElement | null {
  const labels = citedLabels(step.args);
  const entries = run.tables.labels.filter(({ label }) => labels.includes(label));
  const sources = useCitations(entries.filter(({ messageId }) => messageId !== run.id));
  const own = entries.some(({ messageId }) => messageId === run.id);
  const pictures = run.request.images.filter(({ id }) => entries.some(({ messageId }) => messageId === id));
  const { ownWords, readOff } = phraseBook(run.language);
  if (sources.length === 0 && pictures.length === 0 && !own) return null;
  return (
    <ul className={styles.sources} aria-label="Sources">
      {own && (
        <li className={styles.quote} lang={run.language}>
          {ownWords}
        </li>
      )}
      {pictures.map(({ id, name }) => (
        <li key={id} className={styles.quote} lang={run.language}>
          <bdi dir="auto">{readOff(name)}</bdi>
        </li>
      ))}
      {sources.map((source) => (
        <li key={source.message.id} className={styles.quote} lang={run.language}>
          <SourceChips sources={[source]} /> <bdi dir="auto">{sourceLabel(source, run.language)}:</bdi>{" "}
          <q>
            <bdi dir="auto">{trimAtWord(source.message.text, MAX_QUOTE)}</bdi>
          </q>
        </li>
      ))}
    </ul>
  );
}
