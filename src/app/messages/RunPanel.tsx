/** @file Choose messages, run, follow the run, read the result. */
import { useEffect, useId, useMemo, useState, type ReactElement, type RefObject } from "react";
import type { Thread } from "#messages/message";
import { useEngine } from "#app/state/engine.ts";
import { reportFailure } from "#app/state/failures.ts";
import { toast } from "#app/ui/toast.ts";
import { library } from "#app/state/message-library.ts";
import { routeHref } from "#app/state/route.ts";
import { countSelected } from "#app/state/selected-pages.ts";
import { summaries, useSummaries } from "#app/state/summaries.ts";
import {
  interruptedRun,
  NO_RESULTS,
  type Begun,
  type RunKind,
  type ThreadResults,
} from "#app/state/summaries-state.ts";
import type { ThreadOutline } from "#storage/thread-outline";
import { Button } from "#app/ui/Button.tsx";
import { ActionItems } from "./ActionItems.tsx";
import { InterruptedRun } from "./InterruptedRun.tsx";
import { modelWait, type ModelWait } from "./model-wait.ts";
import styles from "./RunPanel.module.css";
import { RunStatus } from "./RunStatus.tsx";
import { readForm, startingForm } from "./selection-form.ts";
import { SelectionFields } from "./SelectionFields.tsx";
import { SummaryResult } from "./SummaryResult.tsx";
import { countText } from "./time-text.ts";
import { useArrival } from "./use-arrival.ts";

export interface RunPanelProps {
  readonly thread: Thread;
  readonly outline: ThreadOutline;
}

export function RunPanel({ thread, outline }: RunPanelProps): ReactElement {
  const [form, setForm] = useState(() => startingForm(thread));
  const wait = modelWait(useEngine((state) => state.status));
  const { run, elsewhere } = useSummaries((state) => state);
  const results = useSummaries((state) => state.results.get(thread.id)) ?? NO_RESULTS;
  const interrupted = useSummaries((state) => interruptedRun(state, thread.id));
  const selection = useMemo(() => readForm(form), [form]);
  const isChoice = !("problem" in selection);
  const chosen = isChoice ? countSelected(outline, selection) : 0;
  const { reading, start } = useStart({ thread, outline });
  const arrival = useArrival(run, thread.id, results);
  const noteId = useId();
  useEffect(() => void summaries.load(thread.id), [thread.id]);

  const isElsewhere = elsewhere.has(thread.id);
  const busy = reading || run.phase === "running" || isElsewhere;
  return (
    <div className={styles.panel}>
      <SelectionFields form={form} problem={isChoice ? null : selection.problem} onChange={setForm} />
      <p id={noteId} className={styles.note}>
        {countText(chosen, "message")} chosen. {wait && <Wait wait={wait} />}
      </p>
      <RunButtons
        noteId={noteId}
        blocked={chosen === 0 || busy}
        waits={wait !== null}
        onStart={(kind) => void (isChoice && start({ kind, selection }))}
      />
      <RunStatus run={run} elsewhere={isElsewhere} thread={thread} />
      {interrupted && (
        <InterruptedRun
          kind={interrupted.kind}
          hasFormer={(interrupted.kind === "summary" ? results.summary : results.items) !== null}
          blocked={busy || (interrupted.kind === "summary" && wait !== null)}
          onAgain={() => void start(interrupted)}
          onDismiss={() => void summaries.dropBegun(thread.id)}
        />
      )}
      <p className="visually-hidden" aria-live="polite">
        {arrival.text}
      </p>
      <Results
        area={arrival.area}
        thread={thread}
        results={results}
        idle={run.phase === "idle" && interrupted === null}
      />
    </div>
  );
}

interface RunButtonsProps {
  /** Id of the words beside the buttons. */
  readonly noteId: string;
  readonly blocked: boolean;
  /** For the model. */
  readonly waits: boolean;
  readonly onStart: (kind: RunKind) => void;
}

function RunButtons({ noteId, blocked, waits, onStart }: RunButtonsProps): ReactElement {
  return (
    <div className={styles.buttons}>
      <Button
        variant="primary"
        disabled={blocked || waits}
        aria-describedby={noteId}
        onClick={() => onStart("summary")}
      >
        Summarise
      </Button>
      <Button disabled={blocked} aria-describedby={noteId} onClick={() => onStart("action-items")}>
        Action items
      </Button>
    </div>
  );
}

interface Start {
  /** The messages are on their way from the storage. */
  readonly reading: boolean;
  readonly start: (begun: Begun) => Promise<void>;
}

function useStart({ thread, outline }: RunPanelProps): Start {
  const [reading, setReading] = useState(false);
  const start = async (begun: Begun): Promise<void> => {
    setReading(true);
    try {
      const messages = await library.select(thread.id, outline, begun.selection);
      void summaries.run(begun, { thread, messages });
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
  readonly area: RefObject<HTMLDivElement | null>;
  readonly thread: Thread;
  readonly results: ThreadResults;
  /** Nothing runs and nothing has failed. */
  readonly idle: boolean;
}

function release(thread: Thread, kind: RunKind): void {
  void summaries.release(thread.id, kind).catch(reportFailure);
}

function Results({ area, thread, results: { summary, items, ticks }, idle }: ResultsProps): ReactElement {
  return (
    <div ref={area} className={styles.results}>
      {!summary && !items && idle && (
        <p className={styles.note}>
          Every sentence will show the messages it comes from. What no message bears out is left out.
        </p>
      )}
      {summary && (
        <div data-result="summary">
          <SummaryResult kept={summary} thread={thread} onShow={() => release(thread, "summary")} />
        </div>
      )}
      {items && (
        <div data-result="action-items">
          <ActionItems
            kept={items}
            ticks={ticks}
            thread={thread}
            onShow={() => release(thread, "action-items")}
          />
        </div>
      )}
    </div>
  );
}
