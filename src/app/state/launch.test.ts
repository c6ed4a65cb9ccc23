import { expect, it } from "vitest";
import { parseLaunch } from "./launch.ts";

const THREADS = { view: "messages", threadId: null, messageId: null };

it.each([
  ["", null],
  ["?new=import", THREADS],
  ["?new=everything", null],
  ["?view=today", { view: "calendar" }],
  ["?view=privacy", { view: "privacy" }],
  ["?view=constructor", null],
  ["?view=__proto__", null],
  ["?open=file", THREADS],
  ["?link=web%2Bhearth%3A%3Fview%3Dcalendar", { view: "calendar" }],
  ["?link=web%2Bhearth%3A%2F%2Fx%3Fview%3Dsettings%26erase%3D1", { view: "settings" }],
  ["?link=https%3A%2F%2Fex.test%2F%3Fview%3Dsettings", null],
  ["?link=web%2Bhearth%3Aimport", null],
  [`?link=web%2Bhearth%3A${"a".repeat(300)}%3Fview%3Dcalendar`, null],
])("%s leads to %j", (search, route) => {
  expect(parseLaunch(search)).toEqual({ route, inbox: null });
});

it("a share names its inbox and opens the messages", () => {
  expect(parseLaunch("?inbox=abc&view=settings")).toEqual({ route: THREADS, inbox: "abc" });
});
