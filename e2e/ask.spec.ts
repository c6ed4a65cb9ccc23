/** @file `npm run ask`: the answer is on stdout, alone. */

import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";

import { expect, test } from "@playwright/test";

const FOLDER = "e2e/fixtures/shapes-vl";

interface Asked {
  readonly file: string;
  readonly question: string;
  readonly referenceAnswer: string;
}

test("a picture is answered about on the command line", async () => {
  const [first] = JSON.parse(readFileSync(`${FOLDER}/reference.json`, "utf8")) as readonly [Asked];
  const asked = ["--model", "shapes-vl", "--image", `${FOLDER}/${first.file}`, first.question];
  const { stdout, stderr } = await promisify(execFile)("node", ["scripts/ask.mjs", ...asked]);
  expect(stdout.trim()).toBe(first.referenceAnswer);
  expect(stderr).toContain("first token after");
});
