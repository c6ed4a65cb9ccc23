/** @file A turn that the assistant answers with its tools: what it read, each part as it stands, and the ways on. */
import { useEffect, useState, type ReactElement } from "react";
import type { Thread } from "#messages/message";
import { focusComposer } from "#app/chat/composer-id.ts";
import { agent, useAgent } from "#app/state/agent.ts";
import { jobText, refusalOfPart, withoutThread, type AgentJob, type JobPart } from "#app/state/agent-job.ts";
import { useAgentStatus } from "#app/state/agent-status.ts";
import { chats } from "#app/state/chats.ts";
import { reportFailure } from "#app/state/failures.ts";
import { imports, useImports } from "#app/state/imports.ts";
import { summaries, useSummaries } from "#app/state/summaries.ts";
import { NO_RESULTS } from "#app/state/summaries-state.ts";
import { useDueDeletes } from "#app/state/thread-deletes.ts";
import { ActionItems } from "#app/messages/ActionItems.tsx";
import { countText } from "#app/messages/time-text.ts";
import { SummaryResult } from "#app/messages/SummaryResult.tsx";
import { ErrorNotice } from "#app/shell/ErrorNotice.tsx";
import { Button } from "#app/ui/Button.tsx";
import { copyText } from "#app/ui/copy.ts";
import { IconButton } from "#app/ui/IconButton.tsx";
import styles from "./agent.module.css";
import { firstNews, nextNews } from "./job-news.ts";
import { ReadingCard } from "./ReadingCard.tsx";
import { RunPart } from "./RunPart.tsx";
import { Working } from "./Working.tsx";

export interface AgentTurnProps {
  readonly jobId: string;
  /** The last turn, while nothing else is written: it can be answered in another way. */
  readonly repeatable: boolean;
}

export default function AgentTurn({ jobId, repeatable }: AgentTurnProps): ReactElement | null {
  const stored = useAgent((state) => state.jobs.get(jobId));
  const due = useDueDeletes();
  // What is being deleted is gone from here at once, and back when that is undone.
  const job = stored && Object.keys(due).reduce(withoutThread, stored);
  const list = useImports((state) => state.list);
  useEffect(() => void agent.load(jobId), [jobId]);
  const unread = list.phase === "loading";
  useEffect(() => {
    if (unread) void imports.loadThreads();
  }, [unread]);
  if (job === undefined) return null;
  if (job === null) return <p className={styles.note}>What was done here is not stored any more.</p>;
  const all = list.phase === "ready" ? list.threads : [];
  const threads = all.filter(({ id }) => !Object.hasOwn(due, id));
  return (
    <div className={styles.job}>
      <ScopeLine job={job} threads={threads} />
      {job.parts.map((part, at) => (
        <Part key={`${at}`} job={job} part={part} at={at} threads={threads} />
      ))}
      <Ways job={job} repeatable={repeatable} />
      <News key={job.id} job={job} />
    </div>
  );
}

/** Only what changes is read out: nothing when an old chat is opened. */
function News({ job }: { readonly job: AgentJob }): ReactElement {
  const [told, setTold] = useState(() => firstNews(job));
  const now = nextNews(told, job);
  if (now !== told) setTold(now);
  return (
    <p className="visually-hidden" aria-live="polite">
      {now.news}
    </p>
  );
}

function ScopeLine({
  job: { scope },
  threads,
}: {
  readonly job: AgentJob;
  readonly threads: readonly Thread[];
}): ReactElement | null {
  const titles = scope.threadIds.flatMap((id) => threads.find((thread) => thread.id === id)?.title ?? []);
  if (titles.length === 0) return null;
  const last = scope.lastCount === null ? "" : `, the last ${countText(scope.lastCount, "message")}`;
  const named = titles.length > 3 ? `${titles.length} conversations` : titles.join(", ");
  return (
    <p className={styles.note}>
      May use: <bdi dir="auto">{named}</bdi>
      {last}
    </p>
  );
}

interface PartProps {
  readonly job: AgentJob;
  readonly part: JobPart;
  readonly at: number;
  readonly threads: readonly Thread[];
}

const GONE: Readonly<Record<NonNullable<JobPart["gone"]>, string>> = {
  removed: "The conversation this came from was deleted.",
  withdrawn: "What waited for you here was withdrawn: its conversation was deleted.",
};

function Part({ job, part, at, threads }: PartProps): ReactElement | null {
  const working = useAgentStatus((status) => status.working === job.id);
  if (part.gone !== undefined) return <p className={styles.note}>{GONE[part.gone]}</p>;
  return (
    <>
      {part.kind === "act"
        ? part.run && <RunPart jobId={job.id} part={at} run={part.run} />
        : part.value && <Result job={job} part={part} at={at} threads={threads} />}
      {part.kind !== "act" && <ReadingPermission job={job} part={part} at={at} threads={threads} />}
      {part.state === "working" && working && <Working jobId={job.id} part={at} kind={part.kind} />}
      {part.state === "failed" && part.error && <ErrorNotice error={part.error} />}
    </>
  );
}

interface ResultProps extends PartProps {
  readonly part: Exclude<JobPart, { kind: "act" }>;
}

/** Whether the conversation may be read, or that it was not. */
function ReadingPermission({ job, part, at, threads }: ResultProps): ReactElement | null {
  const refusal = refusalOfPart(part);
  if (refusal !== null)
    return (
      <p dir="auto" lang={part.language}>
        {refusal}
      </p>
    );
  if (part.state !== "waiting") return null;
  const title = threads.find(({ id }) => id === part.threadId)?.title ?? "";
  return <ReadingCard title={title} jobId={job.id} part={at} />;
}

function Result({ job, part, at, threads }: ResultProps): ReactElement | null {
  const busy = useAgentStatus((status) => status.working !== null);
  const { threadId } = part;
  const ticks = useSummaries((state) => state.results.get(threadId)?.ticks) ?? NO_RESULTS.ticks;
  useEffect(() => void summaries.load(threadId), [threadId]);
  const thread = threads.find(({ id }) => id === threadId);
  if (thread === undefined) return <p className={styles.note}>This conversation is not here any more.</p>;
  const onShow = busy ? undefined : () => void agent.release(job.id, at).catch(reportFailure);
  if (part.kind === "summary")
    return part.value && <SummaryResult kept={part.value} thread={thread} onShow={onShow} />;
  return part.value && <ActionItems kept={part.value} ticks={ticks} thread={thread} onShow={onShow} />;
}

function Ways({ job, repeatable }: { readonly job: AgentJob; readonly repeatable: boolean }): ReactElement {
  const busy = useAgentStatus((status) => status.working !== null);
  const elsewhere = useAgent((state) => state.elsewhere.has(job.id));
  const text = jobText(job);
  const cutOff = !busy && !elsewhere && job.parts.some(({ state }) => CUT_OFF.has(state)) && !isAsking(job);
  const goOn = (): void => {
    // The button is gone then.
    focusComposer();
    agent.go(job.id).catch(reportFailure);
  };
  return (
    <div className={styles.ways}>
      {text !== "" && <IconButton label="Copy answer" icon="copy" onClick={() => void copyText(text)} />}
      {elsewhere && <span className={styles.note}>Another tab works on this.</span>}
      {cutOff && (
        <>
          <span className={styles.note}>This was not finished.</span>
          <Button onClick={goOn}>Continue</Button>
        </>
      )}
      {repeatable && !busy && !elsewhere && !isAsking(job) && (
        <Button onClick={() => void chats.regenerate().catch(reportFailure)}>Answer without tools</Button>
      )}
    </div>
  );
}

/** States from which nothing moves by itself. */
const CUT_OFF: ReadonlySet<JobPart["state"]> = new Set(["queued", "working", "stopped", "failed"]);

const isAsking = ({ parts }: AgentJob): boolean => parts.some(({ state }) => state === "waiting");
