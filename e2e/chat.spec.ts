/** @file Chatting: streaming, Stop, copy, storage, hostile Markdown, and a chat that is too long. */

import { expect, test } from "./support/browser.ts";
import { storeConversation, storeSettings } from "./support/browser-data.ts";
import { Chat } from "./pages/chat.ts";
import { Shell } from "./pages/shell.ts";

const LONG_TASK = "Write a long story about a lighthouse keeper and the sea.";

test.describe("with a model", () => {
  test.use({ startWith: "model" });

  test("an answer streams, Stop and Esc end it, and what was written stays", async ({ context, page }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const chat = new Chat(page);
    const shell = new Shell(page);
    await shell.open();
    await shell.waitForModel("Ready");

    await chat.ask(LONG_TASK);
    await shell.waitForModel("Answering");
    const begun = await chat.growingAnswer(0);
    const grown = await chat.growingAnswer(begun.length + 20);
    expect(grown.startsWith(begun.slice(0, 10))).toBe(true);
    await expect(chat.spoken).not.toBeEmpty();
    await chat.stop.click();
    await expect(chat.answers.first()).toContainText("You stopped this answer.");
    await expect(chat.send).toBeVisible();
    await shell.waitForModel("Ready");
    await expect(chat.answers.first()).toContainText(grown.slice(0, 20));

    await chat.ask("And another one about a fox.");
    const second = await chat.growingAnswer(20);
    await page.keyboard.press("Escape");
    await expect(chat.answers.nth(1)).toContainText("You stopped this answer.");
    await expect(chat.answers.nth(1)).toContainText(second.slice(0, 20));

    await chat.answers.first().getByRole("button", { name: "Copy answer" }).click();
    await expect(shell.notifications).toContainText("Copied.");
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied.startsWith(grown.slice(0, 10))).toBe(true);

    const shown = await chat.answers.allInnerTexts();
    await page.reload();
    await expect(chat.answers).toHaveText(shown, { useInnerText: true });
    await expect(chat.questions.first()).toContainText(LONG_TASK);
    await expect(
      chat.list.getByRole("link", { name: /^Write a long story about a lighthouse/ }),
    ).toBeVisible();
  });

  test("a chat that is too long says how long it is and how much fits, and a new one answers", async ({
    page,
  }) => {
    const chat = new Chat(page);
    const shell = new Shell(page);
    await shell.open();
    await shell.waitForModel("Loading");
    // The most likely answer each time.
    await storeSettings(page, { temperature: 0 });
    await page.reload();
    await shell.waitForModel("Ready");

    await chat.ask("pebble ".repeat(9000));
    const alert = chat.answers.getByRole("alert");
    await expect(alert).toContainText("This chat is too long for the model", { timeout: 30_000 });
    const numbers = /It has ([\d,]+) tokens, and the model reads at most 8,192\./.exec(
      await alert.innerText(),
    );
    // At least one token a word.
    expect(Number(numbers?.[1]?.replace(",", ""))).toBeGreaterThan(9000);

    await alert.getByRole("button", { name: "New chat" }).click();
    await expect(page.getByRole("heading", { name: "What can I help with?" })).toBeVisible();
    await chat.ask("What is the capital of France?");
    expect(await chat.finishedAnswer()).toContain("Paris");
    await chat.answers.getByRole("button", { name: "Answer details" }).click();
    await expect(chat.answers).toContainText(/\d+ tokens, \d+\.\d tokens\/s/);
  });
});

test("hostile Markdown is text: it runs nothing, loads nothing and leads nowhere", async ({
  page,
  server,
}) => {
  const chat = new Chat(page);
  const shell = new Shell(page);
  await shell.open();
  await shell.waitForModel("No model yet");
  await shell.waitForServiceWorker();
  await storeConversation(page, hostileConversation(server.origin));
  server.requests.length = 0;
  const foreign: string[] = [];
  page.on("request", (request) => {
    if (new URL(request.url()).origin !== server.origin) foreign.push(request.url());
  });
  await page.goto("/#/chat/hostile");
  await page.reload();

  const answer = chat.answers.first();
  await expect(answer.getByRole("heading", { name: "Harmless title" })).toBeVisible();
  await expect(answer.getByText("bold words")).toBeVisible();
  await expect(answer.getByRole("table")).toContainText("cell");
  await expect(answer).toContainText("Image not loaded: remote picture");
  await expect(
    answer.locator("script, img, iframe, object, embed, link, style, form, svg image"),
  ).toHaveCount(0);
  await expect(answer.getByRole("link")).toHaveCount(0);
  await expect(answer.locator("[onerror], [onclick], [href], [src], [style]")).toHaveCount(0);
  await expect(answer).toContainText("https://evil.example/page");
  expect(await page.evaluate(() => "pwned" in globalThis)).toBe(false);
  expect(foreign).toEqual([]);
  expect(server.requests.filter(({ path }) => path.includes("evil"))).toEqual([]);
});

function hostileConversation(origin: string): Parameters<typeof storeConversation>[1] {
  const text = [
    "# Harmless title",
    "**bold words** and `code`",
    "<script>globalThis.pwned = 1</script>",
    '<img src="x" onerror="globalThis.pwned = 1">',
    `<iframe src="${origin}/evil-frame"></iframe>`,
    '<svg onload="globalThis.pwned = 1"><image href="/evil-svg"/></svg>',
    "[script link](javascript:globalThis.pwned=1)",
    "[data link](data:text/html,<script>globalThis.pwned=1</script>)",
    "[other site](https://evil.example/page)",
    `![remote picture](https://evil.example/pixel.png) ![own picture](${origin}/evil.png)`,
    "<https://evil.example/auto>",
    "| head |\n| --- |\n| cell <b onclick=alert(1)>x</b> |",
    "```html\n<script>globalThis.pwned = 1</script>\n```",
  ].join("\n\n");
  const base = { conversationId: "hostile", createdAt: 1_790_000_000_000, state: "done" } as const;
  return {
    conversation: { id: "hostile", title: "Hostile", createdAt: base.createdAt, updatedAt: base.createdAt },
    turns: [
      { ...base, id: "hostile-0", position: 0, role: "user", text: "Hello" },
      { ...base, id: "hostile-1", position: 1, role: "assistant", text },
    ],
  };
}
