import { afterEach, beforeEach, expect, test, vi } from "vitest";

beforeEach(() => {
  vi.resetModules();
  vi.stubGlobal("location", { href: "https://hearth.example/app/", origin: "https://hearth.example" });
});
afterEach(() => vi.unstubAllGlobals());

test.each([
  ["/sw.js", "https://hearth.example/sw.js"],
  ["assets/w.js", "https://hearth.example/app/assets/w.js"],
  ["https://hearth.example/x.js", "https://hearth.example/x.js"],
])("%s is this origin", async (url, absolute) => {
  const { trustedScriptUrl } = await import("./trusted-url.ts");
  expect(trustedScriptUrl(url)).toBe(absolute);
});

test.each([
  "https://evil.example/sw.js",
  "//evil.example/sw.js",
  "http://hearth.example/sw.js",
  "data:text/javascript,1",
  "blob:https://hearth.example/6a1f",
  "javascript:alert(1)",
])("%s is refused", async (url) => {
  const { trustedScriptUrl } = await import("./trusted-url.ts");
  expect(() => trustedScriptUrl(url)).toThrow(expect.objectContaining({ code: "unexpected" }));
});

test("the policy is created once, under the name the CSP allows", async () => {
  const createPolicy = vi.fn((_name: string, rules: { createScriptURL(url: string): string }) => ({
    createScriptURL: (url: string) => ({ trusted: rules.createScriptURL(url) }),
  }));
  vi.stubGlobal("trustedTypes", { createPolicy });
  const { trustedScriptUrl } = await import("./trusted-url.ts");
  trustedScriptUrl("/a.js");
  expect(trustedScriptUrl("/b.js")).toEqual({ trusted: "https://hearth.example/b.js" });
  expect(createPolicy).toHaveBeenCalledTimes(1);
  expect(createPolicy.mock.calls[0]?.[0]).toBe("app-worker");
});
