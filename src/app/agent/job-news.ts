/** @file What changed in a job since it was last told, for screen readers: each answer and each question once. */
import type { AgentRun } from "#agent/act/run";
import { stringArg } from "#agent/act/tool";
import { partText, type AgentJob } from "#app/state/agent-job.ts";
import { argLines, stepSubject, toolTitle } from "./step-text.ts";

export interface JobNews {
  /** What each part has said so far. */
  readonly said: readonly string[];
  /** What waits for the person, in words; empty when nothing does. */
  readonly waiting: string;
  /** What is to be read out. */
  readonly news: string;
}

/** Of a job as it is met first: what it said before is no news. */
export function firstNews(job: AgentJob): JobNews {
  return { said: job.parts.map(partText), waiting: waitingText(job), news: "" };
}

/** The same object where nothing has changed. */
export function nextNews(before: JobNews, job: AgentJob): JobNews {
  const said = job.parts.map(partText);
  const waiting = waitingText(job);
  const fresh = said.filter((text, at) => text !== "" && text !== before.said[at]);
  if (fresh.length === 0 && waiting === before.waiting) return before;
  const asked = waiting === before.waiting ? "" : waiting;
  return { said, waiting, news: [...fresh, asked].filter((text) => text !== "").join("\n") };
}

function waitingText({ parts }: AgentJob): string {
  const part = parts.find(({ state }) => state === "waiting");
  if (part === undefined) return "";
  return (part.kind === "act" && part.run && askedBy(part.run)) || "The assistant waits for you.";
}

/** A question in its own words; a proposal with what it would do. */
function askedBy(run: AgentRun): string {
  const { phase } = run;
  if (phase.kind !== "question" && phase.kind !== "approval") return "";
  const step = run.steps.find(({ number }) => number === phase.step);
  if (step === undefined) return "";
  if (phase.kind === "question") return `A question for you: ${stringArg(step.args, "question")}`;
  const lines = argLines(step.args, run).map(({ label, value }) => `${label}: ${value}`);
  const subject = stepSubject(step);
  const about = subject === "" || lines.some((line) => line.includes(subject)) ? [] : [subject];
  return [`${toolTitle(step.tool)}: waiting for you.`, ...about, ...lines].join("\n");
}
