/** @file The text of an answer: plain until the Markdown code has arrived, then formatted. */
import { lazy, Suspense, useDeferredValue, type ReactElement } from "react";
import styles from "./AnswerText.module.css";

const Markdown = lazy(() => import("./Markdown.tsx"));

export function AnswerText({ text }: { readonly text: string }): ReactElement {
  // While the answer grows, typing in the composer goes first.
  const shown = useDeferredValue(text);
  return (
    <Suspense fallback={<p className={styles.plain}>{text}</p>}>
      <Markdown text={shown} />
    </Suspense>
  );
}
