/** @file What a step would change, or did: each field before and after, the date with how far it is and where it was read. */
import { useState, type ReactElement } from "react";
import { startOf } from "#calendar/resolution-start";
import type { AgentRun, Step } from "#agent/act/run";
import { stringArg, type FieldChange } from "#agent/act/tool";
import { phraseBook } from "#agent/phrases/books";
import { formatDistance } from "#calendar/format-when";
import styles from "./agent.module.css";
import { argLines } from "./step-text.ts";

interface ChangesProps {
  readonly changes: readonly FieldChange[];
  readonly run: AgentRun;
  readonly step: Step;
}

export function Changes({ changes, run, step }: ChangesProps): ReactElement {
  const { fields, nothing, takenAway } = phraseBook(run.language);
  return (
    <dl className={styles.fields} lang={run.language}>
      {changes.map(({ field, before, after }, at) => (
        <div key={`${field} ${at}`} className={field === "conflict" ? styles.conflict : undefined}>
          <dt>{fields[field]}</dt>
          <dd>
            {before !== null && (
              <>
                <del>
                  <bdi dir="auto">{before || nothing}</bdi>
                </del>{" "}
                <span aria-hidden="true">→</span>{" "}
              </>
            )}
            {after === "" ? <em>{takenAway}</em> : <bdi dir="auto">{after}</bdi>}
            {field === "when" && <DateNote run={run} step={step} />}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** "in 3 days, “Friday 3pm”". */
function DateNote({ run, step }: Omit<ChangesProps, "changes">): ReactElement | null {
  const [now] = useState(() => new Date().toISOString());
  const key = stringArg(step.args, "recurrence_key") ?? stringArg(step.args, "date_key");
  const entry = run.tables.dates.find((date) => date.key === key);
  const start = entry && startOf(entry.resolution);
  if (!entry || !start) return null;
  const distance = formatDistance(start, run.request.zone, now, run.language);
  return (
    <span className={styles.note}>
      {" "}
      {distance}
      {entry.phrase !== null && (
        <>
          ,{" "}
          <q>
            <bdi dir="auto">{entry.phrase}</bdi>
          </q>
        </>
      )}
    </span>
  );
}

/** The arguments of a step that changes nothing. */
export function ArgList({ step, run }: Omit<ChangesProps, "changes">): ReactElement | null {
  const lines = argLines(step.args, run);
  if (lines.length === 0) return null;
  return (
    <dl className={styles.fields}>
      {lines.map(({ name, label, value }) => (
        <div key={name}>
          <dt>{label}</dt>
          <dd>
            <bdi dir="auto">{value}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}
