import { expect, test } from "vitest";
import { downloadText, installLabel } from "../models/install-text.ts";
import { requestsByOrigin } from "../privacy/request-list.ts";
import { parseNumberInput } from "../settings/number-input.ts";
import { modelSummary } from "./model-summary.ts";
import { shortcutOf, type KeyPress } from "./shortcut-keys.ts";

const NO_KEYS: KeyPress = {
  key: "",
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  isComposing: false,
};

test.each([
  [{ key: "o", ctrlKey: true, shiftKey: true }, "new-chat"],
  [{ key: "O", metaKey: true, shiftKey: true }, "new-chat"],
  [{ key: "Escape" }, "stop"],
  [{ key: "Escape", shiftKey: true }, "focus-composer"],
  [{ key: "/", ctrlKey: true }, "shortcuts"],
  [{ key: "o", ctrlKey: true }, null],
  [{ key: "/" }, null],
  [{ key: "Escape", isComposing: true }, null],
  [{ key: "O", ctrlKey: true, shiftKey: true, altKey: true }, null],
])("%j is %s", (press, action) => expect(shortcutOf({ ...NO_KEYS, ...press })).toBe(action));

const DOWNLOAD = {
  phase: "downloading",
  receivedBytes: 34_000_000,
  totalBytes: 98_362_432,
  verifiedPieces: 1,
  totalPieces: 4,
  bytesPerSecond: 5_200_000,
  secondsLeft: 12.4,
} as const;

test("a download tells bytes, speed, time left and pieces", () => {
  expect(downloadText(DOWNLOAD)).toBe("34 MB of 98 MB · 5.2 MB/s · 10 seconds left · 1 of 4 pieces verified");
  const waiting = { ...DOWNLOAD, bytesPerSecond: null, secondsLeft: null, retryInMs: 4000 };
  expect(downloadText(waiting)).toBe(
    "34 MB of 98 MB · the connection broke, trying again in 4 s · 1 of 4 pieces verified",
  );
  expect(modelSummary(DOWNLOAD)).toEqual({ text: "Downloading 34%", tone: "busy" });
});

const FROM_APP = { trust: "app", revision: null } as const;

test("the button tells what is still to come", () => {
  const install = { modelId: "m", totalBytes: 98_362_432, totalPieces: 4, complete: false, ...FROM_APP };
  const none = { ...install, storedBytes: 0, storedPieces: 0 };
  expect(installLabel(none, 98_362_432)).toBe("Download the model (98 MB)");
  const some = { ...install, storedBytes: 33_554_432, storedPieces: 1 };
  expect(installLabel(some, 98_362_432)).toBe("Continue download (65 MB left)");
});

test("requests are counted by origin, the own one first", () => {
  const entries = [
    { name: "https://other.example/a", transferSize: 10 },
    { name: "https://other.example/b", transferSize: 0 },
    { name: "https://hearth.example/a.js", transferSize: 300 },
    { name: "blob:https://hearth.example/1", transferSize: 5 },
    { name: "data:image/png;base64,AA==", transferSize: 5 },
  ];
  expect(requestsByOrigin(entries, "https://hearth.example")).toEqual([
    { origin: "https://hearth.example", own: true, count: 1, receivedBytes: 300 },
    { origin: "https://other.example", own: false, count: 2, receivedBytes: 10 },
  ]);
});

const RULES = { limits: [0, 2], whole: false } as const;

test.each([
  ["0.7", 0.7],
  [" 1,5 ", 1.5],
  ["2", 2],
])("%j is a number in range", (text, value) => expect(parseNumberInput(text, RULES)).toEqual({ value }));

test.each(["", "abc", "-1", "2.1", "1e1", "0x1", "Infinity"])("%j is refused with the range", (text) => {
  expect(parseNumberInput(text, RULES)).toEqual({ problem: "Give a number from 0 to 2." });
});

test("whole numbers are whole", () => {
  expect(parseNumberInput("1.5", { limits: [1, 9], whole: true })).toEqual({
    problem: "Give a whole number from 1 to 9.",
  });
});
