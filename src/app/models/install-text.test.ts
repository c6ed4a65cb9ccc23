import { expect, test } from "vitest";
import type { InstallState } from "#workers/protocol-models";
import { downloadText, evictionText, mirrorProblem, trustText, failureShown } from "./install-text.ts";

const INSTALL: InstallState = {
  modelId: "m",
  totalBytes: 6_000_000_000,
  storedBytes: 5_904_000_000,
  totalPieces: 190,
  storedPieces: 187,
  complete: false,
  trust: "hub",
  revision: "0123456789abcdef",
};
const DOWNLOAD = {
  phase: "downloading",
  receivedBytes: 10,
  totalBytes: 20,
  verifiedPieces: 0,
  totalPieces: 1,
  bytesPerSecond: null,
  secondsLeft: null,
} as const;

test("what the browser removed is told with what a repair costs", () => {
  expect(evictionText(INSTALL)).toBe(
    "3 of 190 pieces are missing: the browser has removed them. Getting them again means 96 MB.",
  );
  expect(evictionText({ ...INSTALL, storedPieces: 0, storedBytes: 0 })).toContain(
    "Getting it again means 6.0 GB.",
  );
});

test("each kind of trust has its own words", () => {
  expect(trustText(INSTALL)).toContain("the checksum its publisher states. Version 01234567.");
  expect(trustText({ ...INSTALL, trust: "app", revision: null })).toMatch(/part of Hearth\.$/);
  expect(trustText({ ...INSTALL, trust: "first-use" })).toContain("What came first was recorded");
  expect(trustText({ ...INSTALL, trust: null })).toBe("");
});

test.each([
  ["broken", "the connection broke, trying again in 7 s"],
  ["slow", "the network is slow, nothing came for half a minute, trying again in 7 s"],
  ["busy", "the server asks to wait, trying again in 7 s"],
] as const)("a network that is %s", (retryReason, words) => {
  expect(downloadText({ ...DOWNLOAD, retryInMs: 6900, retryReason })).toContain(words);
});

test("a download that waits or checks says so", () => {
  expect(downloadText({ ...DOWNLOAD, elsewhere: true })).toContain("Another tab is at work");
  expect(downloadText({ ...DOWNLOAD, verifiedFraction: 0.5 })).toContain("Everything is here.");
  expect(downloadText({ ...DOWNLOAD, totalBytes: 0 })).toBe("Asking for the list of files…");
});

test.each([
  ["https://mirror.example/models", null],
  ["http://localhost:8000", null],
  ["http://mirror.example", "Only https"],
  ["mirror.example", "not an address"],
  ["https://me:secret@mirror.example", "Leave out names"],
  ["https://mirror.example/?x", "Leave out names"],
])("%s as a mirror", (address, problem) => {
  if (problem === null) expect(mirrorProblem(address)).toBeNull();
  else expect(mirrorProblem(address)).toContain(problem);
});

test("a wrong file that somebody chose is no damaged download", () => {
  const wrong = {
    phase: "failed",
    error: { code: "weights-corrupt", details: { file: "config.json" } },
  } as const;
  expect(failureShown({ ...wrong, during: "import" })).toEqual({
    code: "model-file-wrong",
    details: { file: "config.json" },
  });
  expect(failureShown({ ...wrong, during: "download" }).code).toBe("weights-corrupt");
  const offline = { phase: "failed", during: "import", error: { code: "offline", details: {} } } as const;
  expect(failureShown(offline).code).toBe("offline");
});
