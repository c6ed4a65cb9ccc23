import { expect, test } from "vitest";
import { issueText } from "./issue-text.ts";

const issue = { count: 1, line: 7, detail: null } as const;

test("an issue is counted and names its first line or its zone", () => {
  expect(issueText({ ...issue, code: "bad-line" })).toBe("Line 7 is not a calendar line and was left out.");
  expect(issueText({ ...issue, code: "bad-date", count: 1200 })).toBe(
    "1,200 dates do not exist and were left out, the first on line 7.",
  );
  expect(issueText({ ...issue, code: "unknown-zone", detail: "Mars" })).toBe(
    "The time zone “Mars” is not known.",
  );
});
