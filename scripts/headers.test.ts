import { createHash } from "node:crypto";

import { describe, expect, it } from "vitest";

import {
  cacheControl,
  devHeaders,
  headersFor,
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

const connections = (headers: Record<string, string>): string =>
  /connect-src ([^;]*)/.exec(headers["Content-Security-Policy"] ?? "")?.[1] ?? "";

describe("headersFor", () => {
  it.each([
    "/",
    "/assets/index-B1xk2.js",
    "/assets/inference.worker-C_2-k.js",
    "/sw.js",
    "/x/download.worker.css",
  ])("%s reaches this origin only", (path) => {
    expect(headersFor(path)).toEqual(securityHeaders());
  });

  it.each(["/assets/download.worker-C_2-k.js", "/src/workers/download.worker.ts"])(
    "%s reaches the hub",
    (path) => {
      const headers = headersFor(path);
      expect(connections(headers)).toContain(
        "'self' https://huggingface.co https://*.huggingface.co https://*.hf.co",
      );
      expect(connections(headers)).not.toMatch(/https?:(?: |$)|\*(?: |$)/);
      expect(headers["Connection-Allowlist"]).toContain('"https://huggingface.co/*"');
      expect(connections(devHeaders(path))).toBe(connections(headers));
    },
  );

  it("lets only the mirror's worker reach any https address, and this machine", () => {
    const headers = headersFor("/assets/mirror.worker-C_2-k.js");
    expect(connections(headers)).toBe("'self' https: http://localhost:* http://127.0.0.1:*");
    expect(headers).not.toHaveProperty("Connection-Allowlist");
  });

  it("changes nothing else", () => {
    const {
      "Content-Security-Policy": _,
      "Connection-Allowlist": __,
      ...others
    } = headersFor("/assets/download.worker-a.js");
    expect(securityHeaders()).toMatchObject(others);
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
    expect(lines.join("\n")).toContain("/models/*\n  Cache-Control: no-store\n");
    const worker = lines.slice(lines.indexOf("/assets/download.worker-*") + 1);
    expect(worker.slice(0, 2)).toEqual(["  ! Content-Security-Policy", "  ! Connection-Allowlist"]);
    expect(worker[2]).toContain("https://huggingface.co");
  });
});
