import { expect, it } from "vitest";
import { judgeVersions, parseVersionAnswer, SHELL_PROTOCOL, type VersionAnswer } from "./shell-messages.ts";

const DATA = { user: 3, imports: 2 };
const answer = (more: Partial<VersionAnswer> = {}): VersionAnswer => ({
  protocol: SHELL_PROTOCOL,
  generation: "0a1b2c3d",
  sameBuild: false,
  data: DATA,
  ...more,
});

it.each([
  ["one build", answer({ sameBuild: true }), "same"],
  ["another build that stores the same", answer(), "other-build"],
  ["an older build", answer({ data: { user: 2, imports: 2 } }), "other-build"],
  [
    "a build that stores conversations differently",
    answer({ data: { user: 4, imports: 2 } }),
    "incompatible",
  ],
  ["a build that stores imports differently", answer({ data: { user: 3, imports: 3 } }), "incompatible"],
  ["a build that talks differently", answer({ protocol: SHELL_PROTOCOL + 1 }), "incompatible"],
] as const)("%s: %s is %s", (_what, said, verdict) => {
  expect(judgeVersions(said, DATA)).toBe(verdict);
});

it("takes answers of a later form, and nothing that is no answer", () => {
  expect(parseVersionAnswer({ ...answer(), more: "later" })).toEqual(answer());
  for (const wrong of [null, "x", {}, { ...answer(), data: null }, { ...answer(), sameBuild: 1 }])
    expect(parseVersionAnswer(wrong)).toBeNull();
});
