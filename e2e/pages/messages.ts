/** @file The Messages view as a person uses it: bring a chat in, read it, run summaries over it. */

import { expect, type Locator, type Page } from "@playwright/test";

/** A file that is small enough to be handed over in memory. */
export interface ChatFile {
  readonly name: string;
  readonly content: string | Buffer;
}

type SelectionMode = "All" | "Last 10" | "Last N" | "Date range";

export class MessagesPage {
  readonly page: Page;
  /** The dialog that shows what was found before anything is stored. */
  readonly preview: Locator;
  readonly failure: Locator;
  readonly threads: Locator;
  readonly feed: Locator;
  readonly summary: Locator;
  readonly actionItems: Locator;
  readonly toasts: Locator;
  readonly searchField: Locator;
  readonly searchStatus: Locator;
  readonly hits: Locator;

  constructor(page: Page) {
    this.page = page;
    this.preview = page.getByRole("dialog", { name: "Check before importing" });
    this.failure = page.getByRole("main").getByRole("alert");
    this.threads = page.getByRole("list", { name: "Threads" });
    this.feed = page.getByRole("region", { name: "Messages", exact: true });
    this.summary = page.getByRole("region", { name: "Summary", exact: true });
    this.actionItems = page.getByRole("region", { name: "Action items", exact: true });
    this.toasts = page.getByRole("region", { name: "Notifications" });
    this.searchField = page.getByRole("searchbox", { name: "Search messages" });
    this.searchStatus = page.getByRole("region", { name: "Search results" }).getByRole("status");
    this.hits = page.getByRole("list", { name: "Found messages" }).getByRole("listitem");
  }

  async open(origin = ""): Promise<void> {
    await this.page.goto(`${origin}/#/messages`);
    await expect(this.page.getByRole("button", { name: "Choose a file" })).toBeVisible();
  }

  async choose(file: ChatFile): Promise<void> {
    await this.page.getByLabel("Chat export").setInputFiles({
      name: file.name,
      mimeType: "text/plain",
      buffer: Buffer.from(file.content),
    });
  }

  /** For files too big to be handed over in memory. */
  async choosePath(path: string): Promise<void> {
    await this.page.getByLabel("Chat export").setInputFiles(path);
  }

  /** Drags a file over the page and drops it, with the events a browser sends. */
  async drop({ name, content }: ChatFile): Promise<void> {
    const dataTransfer = await this.page.evaluateHandle(
      ([fileName, text]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([text], fileName, { type: "text/plain" }));
        return transfer;
      },
      [name, content.toString()] as const,
    );
    const target = this.page.getByRole("main");
    for (const event of ["dragenter", "dragover"]) await target.dispatchEvent(event, { dataTransfer });
    await expect(this.page.getByText("Drop the chat export to read it")).toBeVisible();
    await target.dispatchEvent("drop", { dataTransfer });
  }

  async paste(text: string): Promise<void> {
    await this.page.getByRole("button", { name: "Paste messages" }).click();
    const dialog = this.page.getByRole("dialog", { name: "Paste messages" });
    await dialog.getByRole("textbox", { name: "Messages" }).fill(text);
    await dialog.getByRole("button", { name: "Read messages" }).click();
  }

  async trySample(): Promise<void> {
    await this.page.getByRole("button", { name: "Try the sample thread" }).click();
    await expect(this.preview).toBeVisible();
  }

  /** Confirms the preview. Afterwards the thread is open. */
  async confirm(): Promise<void> {
    await this.preview.getByRole("button", { name: /^Import [\d,]+ messages?$/ }).click();
    await expect(this.preview).toBeHidden();
  }

  /** Chooses a file, confirms the preview and waits for its thread. */
  async importFile(file: ChatFile): Promise<void> {
    await this.choose(file);
    await this.confirm();
    await expect(this.feed.getByRole("article").first()).toBeVisible();
  }

  async backToThreads(): Promise<void> {
    await this.page.getByRole("link", { name: "All threads" }).click();
    await expect(this.threads).toBeVisible();
  }

  async search(text: string): Promise<void> {
    await this.searchField.fill(text);
    await expect(this.searchStatus).toHaveText(/found\.|similar|No message/);
  }

  async openList(name: "Threads" | "People" | "Imports"): Promise<void> {
    await this.page.getByRole("navigation", { name: "Lists" }).getByRole("link", { name }).click();
  }

  toast(text: string | RegExp): Locator {
    return this.toasts.getByText(text);
  }

  /** Clicks Undo of the toast that says `text`. */
  async undo(text: string): Promise<void> {
    // The innermost element that holds both is the card.
    const card = this.toasts.locator("div").filter({ hasText: text });
    await card.getByRole("button", { name: "Undo" }).click();
  }

  /** A message that can be seen now, wherever the list was scrolled to. */
  visibleRow(): Locator {
    return this.feed.getByRole("article").and(this.page.locator(":visible")).first();
  }

  /** The messages whose text contains `text`. */
  message(text: string): Locator {
    return this.feed.getByRole("article").filter({ hasText: text });
  }

  async select(mode: SelectionMode): Promise<void> {
    const group = this.page.getByRole("group", { name: "Which messages" });
    // The radio is drawn by its label.
    await group.getByText(mode, { exact: true }).click();
    await expect(group.getByRole("radio", { name: mode, exact: true })).toBeChecked();
  }

  async expectChosen(count: number): Promise<void> {
    const text = `${count.toLocaleString("en")} message${count === 1 ? "" : "s"} chosen.`;
    await expect(this.page.getByText(text)).toBeVisible();
  }

  async waitForModel(): Promise<void> {
    await expect(this.page.getByRole("button", { name: "Summarise" })).toBeEnabled({ timeout: 60_000 });
  }

  /** Runs over the chosen messages and waits for the result. */
  async run(kind: "Summarise" | "Action items"): Promise<Locator> {
    const button = this.page.getByRole("button", { name: kind, exact: true });
    await button.click();
    const result = kind === "Summarise" ? this.summary : this.actionItems;
    await expect(result).toBeVisible({ timeout: 90_000 });
    await expect(button).toBeEnabled({ timeout: 90_000 });
    return result;
  }

  /** Follows a source chip and returns the message it leads to, which is then current and has the focus. */
  async follow(chip: Locator): Promise<Locator> {
    await chip.click();
    const target = this.feed.locator('[aria-current="true"]');
    await expect(target).toBeFocused();
    await expect(target).toBeInViewport();
    return target;
  }

  /** How many records the import database holds; zeros before it exists. */
  storedCounts(): Promise<{ threads: number; messages: number }> {
    return this.page.evaluate(async () => {
      const known = await indexedDB.databases();
      if (!known.some(({ name }) => name === "hearth-imports")) return { threads: 0, messages: 0 };
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open("hearth-imports");
        request.addEventListener("success", () => resolve(request.result));
        request.addEventListener("error", () => reject(request.error ?? new Error("not opened")));
      });
      const count = (store: string): Promise<number> =>
        new Promise((resolve, reject) => {
          const request = db.transaction(store).objectStore(store).count();
          request.addEventListener("success", () => resolve(request.result));
          request.addEventListener("error", () => reject(request.error ?? new Error("not counted")));
        });
      const counts = { threads: await count("threads"), messages: await count("messages") };
      db.close();
      return counts;
    });
  }
}
