import { expect, test } from "vitest";
import { formatBytes, formatCount, formatSpeed, formatTimeLeft } from "./format.ts";

test.each([
  [0, "0 kB"],
  [74_400, "74 kB"],
  [98_362_432, "98 MB"],
  [1_250_000_000, "1.3 GB"],
])("%d bytes are %s", (bytes, text) => expect(formatBytes(bytes)).toBe(text));

test.each([
  [5_240_000, "5.2 MB/s"],
  [40_000, "40 kB/s"],
])("%d bytes a second are %s", (rate, text) => expect(formatSpeed(rate)).toBe(text));

test.each([
  [3, "a few seconds left"],
  [42, "40 seconds left"],
  [61, "1 minute left"],
  [600, "10 minutes left"],
  [3700, "about an hour left"],
  [7300, "about 2 hours left"],
])("%d seconds are %s", (seconds, text) => expect(formatTimeLeft(seconds)).toBe(text));

test("counts agree with their noun", () => {
  expect(formatCount(1, "message", "messages")).toBe("1 message");
  expect(formatCount(1200, "message", "messages")).toBe("1,200 messages");
});
