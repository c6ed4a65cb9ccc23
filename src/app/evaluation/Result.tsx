/** @file One result: whether the gates are met, the tier, the figures, and the file. */
import type { ReactElement } from "react";
import { meetsGate, passes, reportJson, shareText, type Report, type Row } from "#agent/eval/report";
import type { TierMeasurement } from "#agent/summary/measure-tier";
import { findModel } from "#models/catalog";
import { saveText } from "#app/agent/save-text.ts";
import { forgetEvaluation, type EvaluationResult } from "#app/state/evaluation.ts";
import { reportFailure } from "#app/state/failures.ts";
import { Button } from "#app/ui/Button.tsx";
import { Notice } from "#app/ui/Notice.tsx";
import { Section } from "#app/ui/Page.tsx";
import styles from "./EvaluationView.module.css";

const TIME = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });

export function Result({
  result: { modelId, madeAt, report },
}: {
  readonly result: EvaluationResult;
}): ReactElement {
  const name = modelId === null ? "Code alone" : (findModel(modelId)?.name ?? modelId);
  const file = `hearth-evaluation-${modelId ?? "code"}.json`;
  return (
    <Section title={name}>
      <p className={styles.note}>
        Measured <time dateTime={madeAt}>{TIME.format(new Date(madeAt))}</time>
      </p>
      <Verdict report={report} />
      {report.tier && <Tier tier={report.tier} />}
      <Figures name={name} rows={report.rows} />
      {report.misses.length > 0 && (
        <details>
          <summary>What code missed</summary>
          <ul className={styles.misses}>
            {report.misses.map((miss) => (
              <li key={miss}>{miss}</li>
            ))}
          </ul>
        </details>
      )}
      <div className={styles.buttons}>
        <Button onClick={() => saveText(file, "application/json", reportJson(report))}>Save as JSON</Button>
        {modelId !== null && (
          <Button onClick={() => void forgetEvaluation(modelId).catch(reportFailure)}>
            Forget this result
          </Button>
        )}
      </div>
    </Section>
  );
}

function Verdict({ report }: { readonly report: Report }): ReactElement {
  const missed = report.rows.filter((row) => !meetsGate(row)).length;
  if (passes(report)) return <Notice kind="success" title="Every gate is met" />;
  const rows = missed === 1 ? "1 gate is missed" : `${missed} gates are missed`;
  return <Notice kind="error" title={missed === 0 ? "Code missed something" : rows} />;
}

const TRUST: Readonly<Record<TierMeasurement["tier"], string>> = {
  S: "It words what code picked, and chooses nothing.",
  M: "It lists points with their sources; code still chooses the tools.",
  L: "It also chooses the tools.",
};

const yes = (able: boolean): string => (able ? "yes" : "no");

/** The agent goes by this instead of the catalog's guess. */
function Tier({
  tier: { tier, cites, restrains, chooses },
}: {
  readonly tier: TierMeasurement;
}): ReactElement {
  return (
    <p>
      Tier {tier}. {TRUST[tier]} The assistant goes by this from now on. (Cites rightly: {yes(cites)}; lists
      nothing where nothing is: {yes(restrains)}; picks the right tool: {yes(chooses)}.)
    </p>
  );
}

function Figures({ name, rows }: { readonly name: string; readonly rows: readonly Row[] }): ReactElement {
  return (
    <table className={styles.table}>
      <caption className="visually-hidden">Figures: {name}</caption>
      <thead>
        <tr>
          <th scope="col">Metric</th>
          <th scope="col">Right</th>
          <th scope="col">Share</th>
          <th scope="col">Gate</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.metric}>
            <th scope="row">{row.metric}</th>
            <td>
              {row.right}/{row.total}
            </td>
            <td>{shareText(row)}</td>
            <td className={meetsGate(row) ? undefined : styles.missed}>{gateText(row)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function gateText(row: Row): string {
  if (row.gate === null) return "as measured";
  return `${meetsGate(row) ? "met" : "missed"} (${Math.round(100 * row.gate)} %)`;
}
