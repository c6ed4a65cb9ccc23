/** @file Choose messages, run, follow the run, read the result. */
import { useEffect, useId, useMemo, useState, type ReactElement } from "react";
import type { Selection } from "#agent/selection";
import type { Thread } from "#messages/message";
import { useEngine } from "#app/state/engine.ts";
import { reportFailure } from "#app/state/failures.ts";
import { toast } from "#app/ui/toast.ts";
import { library } from "#app/state/message-library.ts";
import { routeHref } from "#app/state/route.ts";
import { countSelected } from "#app/state/selected-pages.ts";
import { summaries, useSummaries } from "#app/state/summaries.ts";
import { NO_RESULTS, type RunKind, type ThreadResults } from "#app/state/summaries-controller.ts";
import type { ThreadOutline } from "#storage/thread-outline";
import { Button } from "#app/ui/Button.tsx";
import { ActionItems } from "./ActionItems.tsx";
import { modelWait, type ModelWait } from "./model-wait.ts";
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
  const problem = "problem" in selection ? selection.problem : null;
  const chosen = "problem" in selection ? 0 : countSelected(outline, selection);
  const { reading, start } = useStart({ thread, outline });
  const noteId = useId();
  useEffect(() => void summaries.load(thread.id), [thread.id]);

  const blocked = chosen === 0 || reading || run.phase === "running";
  const onStart = (kind: RunKind): void => {
    if (!("problem" in selection)) void start(kind, selection);
  };
  return (
    <div className={styles.panel}>
      <SelectionFields form={form} problem={problem} onChange={setForm} />
      <p id={noteId} className={styles.note}>
        {countText(chosen, "message")} chosen. {wait && <Wait wait={wait} />}
      </p>
      <div className={styles.buttons}>
        <Button
          variant="primary"
          disabled={blocked || wait !== null}
          aria-describedby={noteId}
          onClick={() => onStart("summary")}
        >
          Summarise
        </Button>
        <Button disabled={blocked} aria-describedby={noteId} onClick={() => onStart("action-items")}>
          Action items
        </Button>
      </div>
      <RunStatus run={run} thread={thread} />
      <Results thread={thread} results={results} idle={run.phase === "idle"} />
    </div>
  );
}

interface Start {
  /** The messages are on their way from the storage. */
  readonly reading: boolean;
  readonly start: (kind: RunKind, selection: Selection) => Promise<void>;
}

function useStart({ thread, outline }: RunPanelProps): Start {
  const [reading, setReading] = useState(false);
  const start = async (kind: RunKind, selection: Selection): Promise<void> => {
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
  return { reading, start };
}

function Wait({ wait }: { readonly wait: ModelWait }): ReactElement {
  return (
    <>
      {wait.text} {wait.linked && <a href={routeHref({ view: "models" })}>Get the model</a>} Action items work
      without it: they are then quotes.
    </>
  );
}

interface ResultsProps {
  readonly thread: Thread;
  readonly results: ThreadResults;
  /** Nothing runs and nothing has failed. */
  readonly idle: boolean;
}

function release(thread: Thread, kind: RunKind): void {
  void summaries.release(thread.id, kind).catch(reportFailure);
}

function Results({ thread, results: { summary, items, ticked }, idle }: ResultsProps): ReactElement {
  return (
    <>
      {!summary && !items && idle && (
        <p className={styles.note}>
          Every sentence will show the messages it comes from. What no message bears out is left out.
        </p>
      )}
      {summary && <SummaryResult kept={summary} thread={thread} onShow={() => release(thread, "summary")} />}
      {items && (
        <ActionItems
          kept={items}
          ticked={ticked}
          thread={thread}
          onShow={() => release(thread, "action-items")}
        />
      )}
    </>
  );
}
