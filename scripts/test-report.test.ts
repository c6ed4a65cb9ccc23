/** @file The names that `npm test` ends with, read from reports as Vitest and Playwright write them. */
import { expect, test } from "vitest";

import { failedJourneys, failedUnitTests } from "./test-report.mjs";

function spec(title: string, status: string, ...results: object[]) {
  return { file: "a.spec.ts", title, tests: [{ status, results }] };
}

test("unit tests: what failed, and files that did not load", () => {
  const report = {
    testResults: [
      {
        name: "a.test.ts",
        status: "failed",
        assertionResults: [
          { fullName: "adds", status: "passed", failureMessages: [] },
          {
            fullName: "takes away",
            status: "failed",
            failureMessages: ["\u001B[31mError: 3\u001B[39m\n  at b"],
          },
        ],
      },
      { name: "b.test.ts", status: "failed", message: "SyntaxError: no", assertionResults: [] },
    ],
  };
  expect(failedUnitTests(report)).toEqual([
    { name: "a.test.ts › takes away", reason: "Error: 3 at b" },
    { name: "b.test.ts", reason: "SyntaxError: no" },
  ]);
  expect(failedUnitTests(undefined)).toEqual([]);
});

test("journeys: what failed each time, and what passed only when it was tried again", () => {
  const failed = { status: "failed", error: { message: `not there\n${"x".repeat(400)}` } };
  const report = {
    suites: [
      {
        specs: [spec("passes", "expected", { status: "passed" })],
        suites: [
          {
            specs: [
              spec("breaks", "unexpected", failed, failed),
              spec("hangs at first", "flaky", { status: "timedOut" }, { status: "passed" }),
            ],
          },
        ],
      },
    ],
    errors: [{ message: "Error: nothing to run" }],
  };
  const { failed: broken, repeated } = failedJourneys(report);
  expect(broken).toEqual([
    { name: "a.spec.ts › breaks", reason: expect.stringMatching(/^not there x{290}…$/) as string },
    { name: "Playwright", reason: "Error: nothing to run" },
  ]);
  expect(repeated).toEqual([{ name: "a.spec.ts › hangs at first", reason: "timedOut" }]);
});
