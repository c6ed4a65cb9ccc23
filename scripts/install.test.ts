import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { isNodeSupported } from "./install.mjs";

describe("isNodeSupported", () => {
  it.each([
    ["18.20.8", false],
    ["20.18.3", false],
    ["20.19.0", true],
    ["21.7.3", false],
    ["22.11.0", false],
    ["22.12.0", true],
    ["23.0.0", true],
    ["24.4.1", true],
  ])("%s: %s", (version, supported) => {
    expect(isNodeSupported(version)).toBe(supported);
  });

  it("says what package.json says", () => {
    const { engines } = JSON.parse(readFileSync("package.json", "utf8")) as { engines: { node: string } };
    expect(engines.node).toBe("^20.19.0 || >=22.12.0");
  });
});
