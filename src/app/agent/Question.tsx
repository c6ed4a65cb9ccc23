/** @file A question of the assistant: answers on offer, or one's own words. */
import { useEffect, useRef, useState, type ReactElement } from "react";
import type { Decision } from "#agent/act/decide";
import { listArg, stringArg } from "#agent/act/tool";
import { agent } from "#app/state/agent.ts";
import { useAgentStatus } from "#app/state/agent-status.ts";
import { reportFailure } from "#app/state/failures.ts";
import { Button } from "#app/ui/Button.tsx";
import { TextField } from "#app/ui/TextField.tsx";
import styles from "./agent.module.css";
import { mayTakeFocus } from "./may-take-focus.ts";
import type { StepCardProps } from "./StepCard.tsx";
import { StepSources } from "./StepSources.tsx";

export function Question({ jobId, part, run, step }: StepCardProps): ReactElement {
  const [text, setText] = useState("");
  const busy = useAgentStatus((status) => status.working !== null);
  const asked = useRef<HTMLParagraphElement>(null);
  // On the words, which are read out then: Enter alone answers nothing.
  useEffect(() => {
    if (!busy && mayTakeFocus()) asked.current?.focus();
  }, [busy]);
  const settle = (decision: Decision): void => {
    agent.decide(jobId, part, decision).catch(reportFailure);
  };
  const options = listArg(step.args, "options", "string");
  return (
    <>
      <p ref={asked} tabIndex={-1} className={styles.asked}>
        <bdi dir="auto">{stringArg(step.args, "question")}</bdi>
      </p>
      <StepSources run={run} step={step} />
      {options.length > 0 && (
        <div className={styles.buttons}>
          {options.map((option, index) => (
            <Button key={option} disabled={busy} onClick={() => settle({ kind: "choose", index })}>
              <bdi dir="auto">{option}</bdi>
            </Button>
          ))}
        </div>
      )}
      <form
        className={styles.reply}
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() !== "") settle({ kind: "reply", text: text.trim() });
        }}
      >
        <TextField
          label={options.length > 0 ? "Or in your own words" : "Your answer"}
          value={text}
          onChange={setText}
        />
        <div className={styles.buttons}>
          <Button type="submit" disabled={busy || text.trim() === ""}>
            Answer
          </Button>
          <Button disabled={busy} onClick={() => settle({ kind: "decline" })}>
            Skip
          </Button>
        </div>
      </form>
    </>
  );
}
