// @ts-check
/**
 * @file `npm run bench -- agent`: "Summarise the last 10 messages, list the action items and draft an invite" on the
 * default model with two threads, in Chromium with the product's headers: time to the first words, time until an invite
 * waits for a yes, and the same without speculation and jump-forward decoding. Every round loads the model anew, so that
 * nothing is remembered; with and without in turn, so that load on the machine falls on both. Prints a table and writes it
 * to `bench/results/agent.json`.
 */
import { availableParallelism } from "node:os";
import { join } from "node:path";

import { ensureBuilt } from "../scripts/build.mjs";
import { ensureInstalled } from "../scripts/install.mjs";
import { ensureModel } from "../scripts/model.mjs";
import { CACHE } from "../scripts/paths.mjs";
import { median, printTargets, saveResult } from "./report.mjs";

const ROUNDS = 3;
/** Milliseconds, and how many times as long it takes without. */
const TARGETS = { firstTextMs: 3000, totalMs: 30_000, ratio: 1 };

/** @typedef {import("../e2e/harness/agent-bench-types.ts").AgentRound} AgentRound */

export async function main() {
  await ensureInstalled();
  await ensureModel();
  await ensureBuilt("harness");
  const { openHarness } = await import("../e2e/support/harness.mjs");
  const { page, close } = await openHarness({
    profile: join(CACHE, "bench-agent-profile"),
    pagePath: "/bench-agent.html",
    port: 0,
  });
  /** @type {{ fast: AgentRound[], plain: AgentRound[] }} */
  const rounds = { fast: [], plain: [] };
  try {
    for (let round = 1; round <= ROUNDS; round++) {
      for (const name of /** @type {const} */ (["fast", "plain"])) {
        const result = await page.evaluate((fast) => window.agentBench.round(fast), name === "fast");
        rounds[name].push(result);
        console.log(`round ${round} ${name}: ${line(result)}`);
      }
    }
  } finally {
    await close();
  }
  report(rounds.fast, rounds.plain);
}

/** @param {AgentRound} round */
function line(round) {
  return [
    `first words ${seconds(round.firstTextMs)}`,
    `all ${seconds(round.totalMs)}`,
    `${round.calls} calls (prefill ${seconds(round.prefillMs)}, decode ${seconds(round.decodeMs)})`,
    `${round.promptTokens} prompt tokens, ${round.cachedTokens} known`,
    `${round.completionTokens} written, ${round.forcedTokens} forced, ${round.confirmedTokens} of ${round.draftedTokens} drafted right`,
  ].join(", ");
}

/**
 * @param {readonly AgentRound[]} fast
 * @param {readonly AgentRound[]} plain
 */
function report(fast, plain) {
  const firstTextMs = median(fast.map((round) => round.firstTextMs));
  const totalMs = median(fast.map((round) => round.totalMs));
  const ratio = median(plain.map((round, index) => round.totalMs / (fast[index]?.totalMs ?? Number.NaN)));
  const [shown] = fast;
  const whole = shown !== undefined && shown.sentences.length > 0 && shown.invite !== "";
  /** @type {import("./report.mjs").TargetRow[]} */
  const rows = [
    ["first words", seconds(firstTextMs), "<= 3 s", firstTextMs <= TARGETS.firstTextMs],
    ["summary, items, invite that waits", seconds(totalMs), "<= 30 s", totalMs <= TARGETS.totalMs],
    ["time without speculation and jump-forward", `${ratio.toFixed(2)} x`, "> 1 x", ratio > TARGETS.ratio],
    ["all three parts are there", whole ? "yes" : "no", "yes", whole],
  ];
  for (const sentence of shown?.sentences ?? []) console.log(`- ${sentence}`);
  for (const item of shown?.items ?? []) console.log(`* ${item}`);
  console.log(shown?.invite ?? "");
  console.log(`\n${availableParallelism()} cores, ${ROUNDS} rounds; medians\n`);
  const table = printTargets(rows);
  saveResult("agent", { cores: availableParallelism(), table, fast, plain });
  if (rows.some(([, , , met]) => !met)) process.exitCode = 1;
}

/** @param {number} ms */
function seconds(ms) {
  return `${(ms / 1000).toFixed(2)} s`;
}
