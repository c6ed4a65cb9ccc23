/**
 * @file What the page's main thread does, from Chromium's own trace. A task is judged by the processor time it used on
 * that thread (`tdur`), not by the clock: on a machine with fewer free cores than threads the clock also counts the
 * time in which the thread was ready to run and had to wait. Where the cores are free, both are the same.
 */

import type { BrowserContext, Page } from "@playwright/test";

export interface MainThreadTask {
  readonly cpuMs: number;
  readonly wallMs: number;
}

export interface MainThreadRecording {
  /** Ends the recording. @returns the tasks since its start, or after the first paint in it if there was one */
  stop(since?: "start" | "first paint"): Promise<readonly MainThreadTask[]>;
}

/** One event of the trace event format, as far as used here; times in microseconds. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

const CATEGORIES = ["__metadata", "disabled-by-default-devtools.timeline", "loading"];

export async function recordMainThread(context: BrowserContext, page: Page): Promise<MainThreadRecording> {
  const devtools = await context.newCDPSession(page);
  const events: TraceEvent[] = [];
  devtools.on("Tracing.dataCollected", ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await devtools.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { includedCategories: CATEGORIES, recordMode: "recordAsMuchAsPossible" },
  });
  return {
    async stop(since = "first paint") {
      const complete = new Promise((resolve) => devtools.once("Tracing.tracingComplete", resolve));
      await devtools.send("Tracing.end");
      await complete;
      await devtools.detach();
      return tasksOf(events, since);
    },
  };
}

/** @returns the processor time of the longest task while `work` runs, in milliseconds: what machines are compared by */
export async function cpuMsOf(
  context: BrowserContext,
  page: Page,
  work: () => Promise<unknown>,
): Promise<number> {
  const recording = await recordMainThread(context, page);
  await work();
  return Math.max(...(await recording.stop("start")).map(({ cpuMs }) => cpuMs));
}

function tasksOf(events: readonly TraceEvent[], since: "start" | "first paint"): MainThreadTask[] {
  const threadOf = ({ pid, tid }: TraceEvent): string => `${pid}.${tid}`;
  const mainThreads = new Set(
    events.filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain").map(threadOf),
  );
  const paints = events.filter(({ name }) => name === "firstPaint").map(({ ts }) => ts);
  const from = since === "start" || paints.length === 0 ? 0 : Math.min(...paints);
  return events
    .filter((event) => event.name === "RunTask" && event.ph === "X" && mainThreads.has(threadOf(event)))
    .filter(({ ts }) => ts >= from)
    .map(({ dur = 0, tdur = dur }) => ({ cpuMs: tdur / 1000, wallMs: dur / 1000 }));
}
