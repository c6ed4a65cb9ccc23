import { createHash } from "node:crypto";

import { describe, expect, it } from "vitest";

import {
  cacheControl,
  devHeaders,
  hostHeadersFile,
  inlineScriptHashes,
  securityHeaders,
} from "./headers.mjs";

describe("securityHeaders", () => {
  const headers = securityHeaders();

  it("lets the page reach this origin only", () => {
    const policy = headers["Content-Security-Policy"];
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'self';");
    expect(policy).not.toMatch(/https?:|unsafe-inline|'unsafe-eval'|\*/);
  });

  it("isolates the page, so that threads work", () => {
    expect(headers).toMatchObject({
      "Cross-Origin-Opener-Policy": "same-origin",
      "Cross-Origin-Embedder-Policy": "require-corp",
      "Cross-Origin-Resource-Policy": "same-origin",
    });
  });

  it("loosens in development only inline scripts, styles and integrity", () => {
    const dev = devHeaders();
    const changed = Object.keys(headers).filter((name) => dev[name] !== headers[name]);
    expect(changed).toEqual(["Content-Security-Policy", "Integrity-Policy"]);
    expect(dev["Content-Security-Policy"]).toContain("connect-src 'self';");
    expect(dev["Content-Security-Policy"]).toContain("require-trusted-types-for 'script'");
  });
});

describe("inlineScriptHashes", () => {
  it("hashes exactly the text between the tags", () => {
    const map = '{"integrity":{"/assets/a.js":"sha256-x"}}';
    const digest = createHash("sha256").update(map).digest("base64");
    const html = `<head><script type="importmap">${map}</script><script type="module" src="/a.js"></script></head>`;
    expect(inlineScriptHashes(html)).toEqual([`'sha256-${digest}'`]);
    expect(inlineScriptHashes("<head></head>")).toEqual([]);
  });
});

describe("cacheControl", () => {
  it.each([
    ["/", "no-cache"],
    ["/index.html", "no-cache"],
    ["/sw.js", "no-cache"],
    ["/manifest.webmanifest", "no-cache"],
    ["/assets/index-B1xk2.js", "public, max-age=31536000, immutable"],
    ["/models/smollm2-135m/piece-000.bin", "no-store"],
  ])("%s: %s", (path, value) => {
    expect(cacheControl(path)).toBe(value);
  });
});

describe("hostHeadersFile", () => {
  it("gives every path each header once, since hosts add up what matches", () => {
    const lines = hostHeadersFile(["'sha256-abc'"]).trimEnd().split("\n");
    expect(lines[0]).toBe("/*");
    expect(lines.find((line) => line.includes("Content-Security-Policy"))).toContain("'sha256-abc'");
    const everywhere = lines.slice(1, lines.indexOf("/"));
    expect(everywhere.every((line) => /^ {2}[\w-]+: \S/.test(line))).toBe(true);
    expect(everywhere.some((line) => line.includes("Cache-Control"))).toBe(false);
    expect(lines.slice(-2)).toEqual(["/models/*", "  Cache-Control: no-store"]);
  });
});
