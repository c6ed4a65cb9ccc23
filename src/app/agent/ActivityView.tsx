/** @file What the assistant waits for, keeps and did. */
import { useEffect, type ReactElement } from "react";
import {
  detailLines,
  editedLines,
  exportLogCsv,
  exportLogJson,
  type ActionEntry,
} from "#agent/act/action-log";
import { loadActivity, useActivity } from "#app/state/agent-activity.ts";
import { useChats } from "#app/state/chats.ts";
import { routeHref } from "#app/state/route.ts";
import { ErrorNotice } from "#app/shell/ErrorNotice.tsx";
import { Button } from "#app/ui/Button.tsx";
import { Page, Section } from "#app/ui/Page.tsx";
import styles from "./ActivityView.module.css";
import { KeptNotes, KeptTasks } from "./KeptRecords.tsx";
import { saveText } from "./save-text.ts";
import { toolTitle } from "./step-text.ts";

export default function ActivityView(): ReactElement {
  const { phase, error, waiting, tasks, notes, log } = useActivity((activity) => activity);
  useEffect(() => void loadActivity(), []);
  return (
    <Page
      title="Assistant activity"
      lead="What the assistant waits for, keeps for you, and did. It stays on this device."
    >
      {error !== null && <ErrorNotice error={error} onRetry={() => void loadActivity()} />}
      {phase === "ready" && (
        <>
          {waiting.length > 0 && <WaitingList ids={waiting.map(({ conversationId }) => conversationId)} />}
          <KeptTasks tasks={tasks} />
          <KeptNotes notes={notes} />
          <Log entries={log} />
        </>
      )}
    </Page>
  );
}

function WaitingList({ ids }: { readonly ids: readonly string[] }): ReactElement {
  const list = useChats((state) => state.list);
  const title = (id: string): string =>
    (list.phase === "ready" && list.conversations.find((chat) => chat.id === id)?.title) || "A chat";
  return (
    <Section title="Waiting for you">
      <ul className={styles.list}>
        {[...new Set(ids)].map((id) => (
          <li key={id}>
            <a href={routeHref({ view: "chat", chatId: id })}>
              <bdi dir="auto">{title(id)}</bdi>
            </a>
          </li>
        ))}
      </ul>
    </Section>
  );
}

const OUTCOMES: Readonly<Record<ActionEntry["outcome"], string>> = {
  done: "Done",
  failed: "Could not be done",
  declined: "Declined by you",
  undone: "Undone by you",
};

const APPROVED_BY = { person: "you", rule: "your settings" } as const;

/** Of a long log; the export holds all of it. */
const MAX_SHOWN = 200;
const TIME = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });

function Log({ entries }: { readonly entries: readonly ActionEntry[] }): ReactElement {
  const shown = entries.slice(-MAX_SHOWN).toReversed();
  return (
    <Section title="Log">
      <p>Entries are only ever added. They go when you erase everything under Privacy.</p>
      {entries.length === 0 ? (
        <p className={styles.empty}>The assistant has done nothing yet.</p>
      ) : (
        <>
          <div className={styles.buttons}>
            <Button onClick={() => saveText("hearth-log.csv", "text/csv", exportLogCsv(entries))}>
              Export as table (CSV)
            </Button>
            <Button onClick={() => saveText("hearth-log.jsonl", "application/jsonl", exportLogJson(entries))}>
              Export as JSON
            </Button>
          </div>
          {entries.length > shown.length && (
            <p>
              The latest {shown.length} of {entries.length} entries.
            </p>
          )}
          <ul className={styles.log} aria-label="Log entries">
            {shown.map((entry) => (
              <Entry key={entry.id} entry={entry} />
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}

function Entry({ entry }: { readonly entry: ActionEntry }): ReactElement {
  const { time, tool, args, approvedBy, outcome } = entry;
  const details = JSON.stringify(args, null, 2);
  const edited = editedLines(entry).map((line) => `You changed ${line}`);
  const said = [...new Set([...detailLines(entry), ...edited])];
  return (
    <li className={styles.entry}>
      <span className={styles.what}>{toolTitle(tool)}</span>
      <span className={styles.about}>
        {OUTCOMES[outcome]}
        {approvedBy !== null && outcome === "done" && `, allowed by ${APPROVED_BY[approvedBy]}`} ·{" "}
        <time dateTime={time}>{TIME.format(new Date(time))}</time>
      </span>
      {said.length > 0 && (
        <ul className={styles.about}>
          {said.map((line) => (
            <li key={line} dir="auto">
              {line}
            </li>
          ))}
        </ul>
      )}
      {details !== "{}" && (
        <details>
          <summary>Arguments</summary>
          <pre dir="auto">{details}</pre>
        </details>
      )}
    </li>
  );
}
