import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import { DEFAULT_SETTINGS, isZone, parseSettings, readSettings, saveSettings } from "./settings.ts";

test("before anything is stored the defaults hold", async () => {
  expect(await readSettings()).toEqual(DEFAULT_SETTINGS);
});

test("stored settings come back", async () => {
  const settings = {
    ...DEFAULT_SETTINGS,
    theme: "dark",
    zone: "Asia/Kolkata",
    temperature: 0,
    eventMinutes: 25,
  } as const;
  await saveSettings(settings);
  expect(await readSettings()).toEqual(settings);
});

test.each([
  ["theme", "pink"],
  ["zone", "Mars/Olympus"],
  ["sendKey", 1],
  ["temperature", 2.5],
  ["temperature", Number.NaN],
  ["topP", 0],
  ["maxTokens", "512"],
  ["quotesInCalendar", "yes"],
  ["eventMinutes", -5],
])("a damaged %s (%s) falls back to its default alone", (field, value) => {
  const parsed = parseSettings({ ...DEFAULT_SETTINGS, systemPrompt: "kept", [field]: value });
  expect(parsed).toEqual({ ...DEFAULT_SETTINGS, systemPrompt: "kept" });
});

test.each([undefined, null, 7, "x", []])("%s is no settings record", (stored) => {
  expect(parseSettings(stored)).toEqual(DEFAULT_SETTINGS);
});

test("fields of other versions are dropped, long instructions cut", () => {
  const parsed = parseSettings({ unknown: 1, systemPrompt: "x".repeat(5000) });
  expect(parsed).not.toHaveProperty("unknown");
  expect(parsed.systemPrompt).toHaveLength(4000);
});

test("zones are those the runtime knows", () => {
  expect(isZone("Europe/Berlin")).toBe(true);
  expect(isZone("")).toBe(false);
  expect(isZone("__proto__")).toBe(false);
});
