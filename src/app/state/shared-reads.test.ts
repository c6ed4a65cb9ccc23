import { expect, test } from "vitest";
import { SharedReads } from "./shared-reads.ts";

/** Reads are answered by hand, each with what was stored when it began. */
function setUp() {
  const answers: (() => void)[] = [];
  const state = { stored: 1, shown: 0 };
  const reads = new SharedReads(async () => {
    const { stored } = state;
    await new Promise<void>((resolve) => answers.push(resolve));
    state.shown = stored;
  });
  return { reads, state, answers };
}

test("news of a change during the first read is not lost", async () => {
  const { reads, state, answers } = setUp();
  const first = reads.load();
  state.stored = 2;
  const heard = Promise.all([reads.heard(), reads.heard()]);
  answers[0]!();
  await first;
  expect(state.shown).toBe(1);
  await Promise.resolve();
  expect(answers).toHaveLength(2);
  answers[1]!();
  await heard;
  expect(state.shown).toBe(2);
});

test("news is of no interest before the first read, nor after the last", async () => {
  const { reads, answers } = setUp();
  await reads.heard();
  expect(answers).toHaveLength(0);
  const first = reads.load();
  const second = reads.heard();
  reads.stop();
  answers[0]!();
  await Promise.all([first, second, reads.heard()]);
  expect(answers).toHaveLength(1);
});
