/** @file What could not be read, or was read with a doubt. */
import type { ReactElement } from "react";
import type { ImportPreview } from "#workers/protocol-imports";
import styles from "./ImportPreviewText.module.css";
import { issueText } from "./message-text.ts";

/** Issues listed one by one; the rest are counted. */
const SHOWN_ISSUES = 5;

export function ImportIssues({ issues }: Pick<ImportPreview, "issues">): ReactElement | null {
  if (issues.length === 0) return null;
  const more = issues.length - SHOWN_ISSUES;
  return (
    <section aria-label="Things to know" className={styles.issues}>
      <h3>Things to know</h3>
      <ul>
        {issues.slice(0, SHOWN_ISSUES).map((issue, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- issues have no identity and never move
          <li key={index}>
            {issueText(issue)}
            {issue.sample !== undefined && (
              <q className={styles.sample}>
                <bdi dir="auto">{issue.sample}</bdi>
              </q>
            )}
          </li>
        ))}
        {more > 0 && <li>and {more.toLocaleString("en")} more like these</li>}
      </ul>
    </section>
  );
}
