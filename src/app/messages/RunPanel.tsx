/** @file Choose messages, run, follow the run, read the result. */
import { useEffect, useId, useMemo, useState, type ReactElement } from "react";
import { selectMessages } from "#agent/selection";
import type { Message, Thread } from "#messages/message";
import { useEngine } from "#app/state/engine.ts";
import { routeHref } from "#app/state/route.ts";
import { summaries, useSummaries } from "#app/state/summaries.ts";
import { NO_RESULTS, type RunKind } from "#app/state/summaries-controller.ts";
import { Button } from "#app/ui/Button.tsx";
import { ActionItems } from "./ActionItems.tsx";
import { modelWait } from "./model-wait.ts";
import styles from "./RunPanel.module.css";
import { RunStatus } from "./RunStatus.tsx";
import { readForm, startingForm } from "./selection-form.ts";
import { SelectionFields } from "./SelectionFields.tsx";
import { SummaryResult } from "./SummaryResult.tsx";
import { countText } from "./time-text.ts";

export interface RunPanelProps {
  readonly thread: Thread;
  readonly messages: readonly Message[];
}

export function RunPanel({ thread, messages }: RunPanelProps): ReactElement {
  const [form, setForm] = useState(() => startingForm(thread));
  const wait = modelWait(useEngine((state) => state.status));
  const run = useSummaries((state) => state.run);
  const results = useSummaries((state) => state.results.get(thread.id)) ?? NO_RESULTS;
  const selection = useMemo(() => readForm(form), [form]);
  const chosen = useMemo(
    () => ("problem" in selection ? [] : selectMessages(messages, selection)),
    [messages, selection],
  );
  const noteId = useId();
  useEffect(() => void summaries.load(thread.id), [thread.id]);

  const blocked = chosen.length === 0 || run.phase === "running";
  const start = (kind: RunKind) => (): void => void summaries.run(kind, { thread, messages: chosen });
  return (
    <div className={styles.panel}>
      <SelectionFields
        form={form}
        problem={"problem" in selection ? selection.problem : null}
        onChange={setForm}
      />
      <p id={noteId} className={styles.note}>
        {countText(chosen.length, "message")} chosen.{" "}
        {wait && (
          <>
            {wait.text} {wait.linked && <a href={routeHref({ view: "models" })}>Get the model</a>} Action
            items work without it: they are then quotes.
          </>
        )}
      </p>
      <div className={styles.buttons}>
        <Button
          variant="primary"
          disabled={blocked || wait !== null}
          aria-describedby={noteId}
          onClick={start("summary")}
        >
          Summarise
        </Button>
        <Button disabled={blocked} aria-describedby={noteId} onClick={start("action-items")}>
          Action items
        </Button>
      </div>
      <RunStatus run={run} thread={thread} />
      {!results.summary && !results.items && run.phase === "idle" && (
        <p className={styles.note}>
          Every sentence will show the messages it comes from. What no message bears out is left out.
        </p>
      )}
      {results.summary && <SummaryResult kept={results.summary} thread={thread} messages={messages} />}
      {results.items && (
        <ActionItems kept={results.items} ticked={results.ticked} thread={thread} messages={messages} />
      )}
    </div>
  );
}
