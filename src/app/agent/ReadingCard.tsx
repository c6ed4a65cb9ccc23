/** @file Asks before a conversation is read for a summary or a list: the rule for reading messages says "ask each time". */
import { useEffect, useRef, type ReactElement } from "react";
import { classes } from "#app/ui/classes.ts";
import { Icon } from "#app/ui/Icon.tsx";
import styles from "./agent.module.css";
import { mayTakeFocus } from "./may-take-focus.ts";
import { TOOL_TEXTS } from "./step-text.ts";
import { VerdictButtons, type VerdictButtonsProps } from "./VerdictButtons.tsx";

interface ReadingCardProps extends VerdictButtonsProps {
  /** Of the conversation. */
  readonly title: string;
}

export function ReadingCard({ title, jobId, part }: ReadingCardProps): ReactElement {
  const name = TOOL_TEXTS.get_message.title;
  const heading = useRef<HTMLHeadingElement>(null);
  // On the words, as with a question: Enter alone approves nothing.
  useEffect(() => {
    if (mayTakeFocus()) heading.current?.focus();
  }, []);
  return (
    <section className={classes(styles.card, styles.open)} aria-label={`${name}: Waiting for you`}>
      <header className={styles.head}>
        <Icon name="messages" />
        <h3 ref={heading} tabIndex={-1}>
          {name}
        </h3>
        <span className={styles.state}>Waiting for you</span>
      </header>
      <p>
        <bdi dir="auto">{title}</bdi>
      </p>
      <div className={styles.buttons}>
        <VerdictButtons jobId={jobId} part={part} />
      </div>
    </section>
  );
}
