/** @file Asks before a conversation is read for a summary or a list: the rule for reading messages says "ask each time". */
import type { ReactElement } from "react";
import type { Decision } from "#agent/act/decide";
import { agent } from "#app/state/agent.ts";
import { useAgentStatus } from "#app/state/agent-status.ts";
import { reportFailure } from "#app/state/failures.ts";
import { Button } from "#app/ui/Button.tsx";
import { classes } from "#app/ui/classes.ts";
import { Icon } from "#app/ui/Icon.tsx";
import styles from "./agent.module.css";
import { TOOL_TEXTS } from "./step-text.ts";

interface ReadingCardProps {
  readonly title: string;
  readonly jobId: string;
  readonly part: number;
}

export function ReadingCard({ title, jobId, part }: ReadingCardProps): ReactElement {
  const busy = useAgentStatus((status) => status.working !== null);
  const name = TOOL_TEXTS.get_message.title;
  const settle = (decision: Decision): void => {
    agent.decide(jobId, part, decision).catch(reportFailure);
  };
  return (
    <section className={classes(styles.card, styles.open)} aria-label={`${name}: Waiting for you`}>
      <header className={styles.head}>
        <Icon name="messages" />
        <h3>{name}</h3>
        <span className={styles.state}>Waiting for you</span>
      </header>
      <p>
        <bdi dir="auto">{title}</bdi>
      </p>
      <div className={styles.buttons}>
        <Button variant="primary" disabled={busy} onClick={() => settle({ kind: "approve" })}>
          Approve
        </Button>
        <Button disabled={busy} onClick={() => settle({ kind: "decline" })}>
          Decline
        </Button>
      </div>
    </section>
  );
}
