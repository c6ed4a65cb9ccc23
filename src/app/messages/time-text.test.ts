import { expect, test } from "vitest";
import { clockText, countText, dayText, momentText, spanText } from "./time-text.ts";

const time = (local: string, precision: "s" | "min" | "day" | "none") => ({
  epochMs: 0,
  local,
  zone: "Asia/Tokyo",
  zoneFrom: "user" as const,
  precision,
});

test("wall times are shown as sent, whatever the zone of the device", () => {
  expect(dayText("2026-11-24")).toBe("Tue 24 Nov 2026");
  expect(dayText("2025-09-01T10:00:00")).toBe("Mon 1 Sep 2025");
  expect(momentText(time("2026-11-24T00:05:09", "s"))).toBe("Tue 24 Nov 2026, 00:05");
});

test("only what the source gave is shown", () => {
  expect(clockText(time("2026-11-24T00:00:00", "day"))).toBeNull();
  expect(momentText(time("2026-11-24T00:00:00", "day"))).toBe("Tue 24 Nov 2026");
  expect(momentText(time("2026-11-24T00:00:00", "none"))).toBeNull();
  expect(momentText(null)).toBeNull();
  expect(dayText("soon")).toBe("soon");
});

test("spans and counts", () => {
  expect(spanText({ first: "2026-11-24T08:00:00", last: "2026-11-24T09:00:00" })).toBe("Tue 24 Nov 2026");
  expect(spanText({ first: "2026-11-24T08:00:00", last: "2026-12-01T09:00:00" })).toBe(
    "Tue 24 Nov 2026 – Tue 1 Dec 2026",
  );
  expect(spanText({ first: null, last: null })).toBe("undated");
  expect([countText(1, "message"), countText(0, "message"), countText(50000, "message")]).toEqual([
    "1 message",
    "0 messages",
    "50,000 messages",
  ]);
});
