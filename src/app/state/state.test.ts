import { expect, test } from "vitest";
import type { Turn } from "#storage/conversations";
import { toPrompt } from "./chat-prompt.ts";
import { titleOf } from "./chat-turns.ts";
import { DownloadRate, firstDownloadStatus, nextDownloadStatus } from "./download-rate.ts";
import { isRoute, parseRoute, routeHref, type Route } from "./route.ts";
import { withWatchdog } from "./watchdog.ts";

test.each<[string, Route]>([
  ["", { view: "chat", chatId: null }],
  ["#/chat", { view: "chat", chatId: null }],
  ["#/chat/a-1_B", { view: "chat", chatId: "a-1_B" }],
  ["#/messages", { view: "messages", threadId: null, messageId: null }],
  ["#/messages/t_abc?message=m_def", { view: "messages", threadId: "t_abc", messageId: "m_def" }],
  ["#/calendar", { view: "calendar" }],
  ["#/models", { view: "models" }],
  ["#/settings", { view: "settings" }],
  ["#/privacy", { view: "privacy" }],
])("%s is a route and back", (hash, route) => {
  expect(parseRoute(hash)).toEqual(route);
  expect(parseRoute(routeHref(route))).toEqual(route);
});

test.each(["#/nowhere", "#/__proto__", "#/chat/<script>", `#/chat/${"x".repeat(200)}`, "#//"])(
  "%s is the start page",
  (hash) => expect(parseRoute(hash)).toEqual({ view: "chat", chatId: null }),
);

test("the lists of the messages have addresses", () => {
  const people = { view: "messages", threadId: null, messageId: null, tab: "people" } as const;
  expect(parseRoute("#/messages?tab=people")).toEqual(people);
  expect(parseRoute(routeHref(people))).toEqual(people);
  expect(parseRoute("#/messages?tab=constructor")).toEqual({
    view: "messages",
    threadId: null,
    messageId: null,
  });
});

function turn(role: Turn["role"], text: string): Turn {
  return { id: text, conversationId: "c", position: 0, role, text, state: "done", createdAt: 0 };
}

test("a prompt is the instructions, every answered question and the last one", () => {
  const turns = [turn("user", "One"), turn("assistant", "1"), turn("user", "Two")];
  expect(toPrompt(" Be brief. ", turns)).toEqual([
    { role: "system", content: "Be brief." },
    { role: "user", content: "One" },
    { role: "assistant", content: "1" },
    { role: "user", content: "Two" },
  ]);
  expect(toPrompt(" ", turns)).toHaveLength(3);
});

test.each([" ", ""])("a question whose answer is %j is left out, so that the roles alternate", (nothing) => {
  const turns = [turn("user", "One"), turn("assistant", nothing), turn("user", "Two")];
  expect(toPrompt("", turns)).toEqual([{ role: "user", content: "Two" }]);
  expect(toPrompt("", turns.slice(0, 1))).toEqual([{ role: "user", content: "One" }]);
});

test.each(["", "#", "#/", "#/chat/<script>", "#/messages?message=m", "#/privacy"])(
  "%j names a view",
  (hash) => expect(isRoute(hash)).toBe(true),
);

test.each(["#/nonsense", "#/__proto__", "#/chats", "#/nonsense/chat"])("%s names none", (hash) =>
  expect(isRoute(hash)).toBe(false),
);

test.each([
  ["Short question?", "Short question?"],
  ["  two\n lines ", "two lines"],
  ["", "New chat"],
  [
    "Write a short thank-you note to a neighbour who watered my plants",
    "Write a short thank-you note to a neighbour who…",
  ],
  ["x".repeat(60), `${"x".repeat(48)}…`],
])("the title of %j is %j", (text, title) => expect(titleOf(text)).toBe(title));

test("speed counts what arrived in this download, over the last seconds", () => {
  const rate = new DownloadRate();
  expect(rate.add(0, 5_000_000, 20_000_000)).toEqual({ bytesPerSecond: null, secondsLeft: null });
  expect(rate.add(1000, 6_000_000, 20_000_000)).toEqual({ bytesPerSecond: 1_000_000, secondsLeft: 14 });
  // The first second has left the window of six.
  expect(rate.add(7000, 12_000_000, 20_000_000).bytesPerSecond).toBe(1_000_000);
  expect(rate.add(7100, 8_000_000, 20_000_000).bytesPerSecond).toBeNull();
});

test("a broken connection shows the wait and no speed until it is back", () => {
  const known = {
    modelId: "m",
    totalBytes: 400,
    storedBytes: 100,
    totalPieces: 4,
    storedPieces: 1,
    complete: false,
    trust: "app",
    revision: null,
  } as const;
  const rate = new DownloadRate();
  const first = firstDownloadStatus(known);
  expect(first).toMatchObject({ receivedBytes: 100, verifiedPieces: 1 });
  const waiting = nextDownloadStatus(
    first,
    { type: "download-retry", waitMs: 2000, reason: "busy" },
    rate,
    0,
  );
  expect(waiting).toEqual({ ...first, retryInMs: 2000, retryReason: "busy" });
  const part = {
    type: "download-progress",
    receivedBytes: 150,
    totalBytes: 400,
    verifiedPieces: 1,
    totalPieces: 4,
  } as const;
  expect(nextDownloadStatus(waiting, part, rate, 3000)).toEqual({ ...first, receivedBytes: 150 });
});

test("silence ends a call, signs of life keep it", async () => {
  const silent = withWatchdog(20, () => new Promise(() => undefined));
  await expect(silent).rejects.toMatchObject({ code: "worker-crashed" });
  const lively = withWatchdog(40, async (alive) => {
    for (let beat = 0; beat < 8; beat += 1) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      alive();
    }
    return "done";
  });
  expect(await lively).toBe("done");
});
