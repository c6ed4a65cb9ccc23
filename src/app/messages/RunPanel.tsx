/** @file Choose messages, run, follow the run, read the result. */
import { useEffect, useId, useMemo, useState, type ReactElement } from "react";
import type { Thread } from "#messages/message";
import { useEngine } from "#app/state/engine.ts";
import { reportFailure } from "#app/state/failures.ts";
import { toast } from "#app/ui/toast.ts";
import { library } from "#app/state/message-library.ts";
import { routeHref } from "#app/state/route.ts";
import { countSelected } from "#app/state/selected-pages.ts";
import { summaries, useSummaries } from "#app/state/summaries.ts";
import { NO_RESULTS, type RunKind } from "#app/state/summaries-controller.ts";
import type { ThreadOutline } from "#storage/thread-outline";
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
  readonly outline: ThreadOutline;
}

export function RunPanel({ thread, outline }: RunPanelProps): ReactElement {
  const [form, setForm] = useState(() => startingForm(thread));
  const wait = modelWait(useEngine((state) => state.status));
  const run = useSummaries((state) => state.run);
  const results = useSummaries((state) => state.results.get(thread.id)) ?? NO_RESULTS;
  const selection = useMemo(() => readForm(form), [form]);
  const chosen = "problem" in selection ? 0 : countSelected(outline, selection);
  const [reading, setReading] = useState(false);
  const noteId = useId();
  useEffect(() => void summaries.load(thread.id), [thread.id]);

  const blocked = chosen === 0 || reading || run.phase === "running";
  const start = async (kind: RunKind): Promise<void> => {
    if ("problem" in selection) return;
    setReading(true);
    try {
      const messages = await library.select(thread.id, outline, selection);
      void summaries.run(kind, { thread, messages });
    } catch {
      toast("The messages could not be read. Try again.");
    } finally {
      setReading(false);
    }
  };
  const release = (kind: RunKind): void => void summaries.release(thread.id, kind).catch(reportFailure);
  return (
    <div className={styles.panel}>
      <SelectionFields
        form={form}
        problem={"problem" in selection ? selection.problem : null}
        onChange={setForm}
      />
      <p id={noteId} className={styles.note}>
        {countText(chosen, "message")} chosen.{" "}
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
          onClick={() => void start("summary")}
        >
          Summarise
        </Button>
        <Button disabled={blocked} aria-describedby={noteId} onClick={() => void start("action-items")}>
          Action items
        </Button>
      </div>
      <RunStatus run={run} thread={thread} />
      {!results.summary && !results.items && run.phase === "idle" && (
        <p className={styles.note}>
          Every sentence will show the messages it comes from. What no message bears out is left out.
        </p>
      )}
      {results.summary && (
        <SummaryResult kept={results.summary} thread={thread} onShow={() => release("summary")} />
      )}
      {results.items && (
        <ActionItems
          kept={results.items}
          ticked={results.ticked}
          thread={thread}
          onShow={() => release("action-items")}
        />
      )}
    </div>
  );
}
