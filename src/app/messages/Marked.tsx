/** @file Text with the words that were looked for marked; as text only, whatever it contains. */
import type { ReactElement, ReactNode } from "react";
import type { SearchHit } from "#workers/protocol-imports";
import styles from "./Search.module.css";

export function Marked({ snippet: { text, marks } }: Pick<SearchHit, "snippet">): ReactElement {
  const parts: ReactNode[] = [];
  let at = 0;
  for (const [start, end] of marks) {
    parts.push(text.slice(at, start));
    parts.push(
      <mark key={start} className={styles.mark}>
        {text.slice(start, end)}
      </mark>,
    );
    at = end;
  }
  parts.push(text.slice(at));
  return <bdi dir="auto">{parts}</bdi>;
}
