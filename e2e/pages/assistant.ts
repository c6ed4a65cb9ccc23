/** @file The assistant in the chat: what it may use, its cards, its questions, its log. */

import { expect, type Locator, type Page } from "@playwright/test";

import { Chat } from "./chat.ts";

export class Assistant {
  readonly page: Page;
  readonly chat: Chat;
  /** The number beside "Chat" in the navigation. */
  readonly badge: Locator;

  constructor(page: Page) {
    this.page = page;
    this.chat = new Chat(page);
    this.badge = page
      .getByRole("navigation", { name: "Main" })
      .getByRole("link", { name: /waiting for you/ });
  }

  /** A new chat that may use the messages of a conversation. */
  async open(thread: string, last?: number): Promise<void> {
    await this.page.goto("/#/chat");
    await expect(this.page.getByRole("link", { name: /^Model: .*Ready$/ })).toBeVisible({ timeout: 60_000 });
    await this.page.getByRole("button", { name: "Use my messages" }).click();
    await this.page.getByRole("combobox", { name: "Conversation" }).selectOption(thread);
    if (last !== undefined)
      await this.page.getByRole("combobox", { name: "How many messages" }).selectOption(`Last ${last}`);
  }

  /** The latest card whose name begins so: "Draft a calendar event: Waiting for you". */
  card(name: string | RegExp): Locator {
    return this.chat.answers.getByRole("region", { name }).last();
  }

  get approval(): Locator {
    return this.card(/^(?!A question).*: Waiting for you$/);
  }

  button(card: Locator, name: string): Locator {
    return card.getByRole("button", { name, exact: true });
  }

  /** The drafts as they are stored. */
  drafts(): Promise<readonly { readonly title: string; readonly start: string }[]> {
    return this.stored("event-drafts");
  }

  log(): Promise<readonly { readonly tool: string; readonly outcome: string }[]> {
    return this.stored("agent-actions");
  }

  private stored<T>(store: string): Promise<readonly T[]> {
    return this.page.evaluate(async (name) => {
      const request = indexedDB.open("hearth-user");
      await new Promise((resolve) => request.addEventListener("success", resolve));
      const db = request.result;
      const all = db.transaction(name).objectStore(name).getAll();
      await new Promise((resolve) => all.addEventListener("success", resolve));
      db.close();
      return all.result as T[];
    }, store);
  }
}
