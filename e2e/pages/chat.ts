/** @file The chat: the message field, the turns and the list of chats. */

import { type Locator, type Page, expect } from "@playwright/test";

export class Chat {
  readonly page: Page;
  readonly message: Locator;
  readonly send: Locator;
  readonly stop: Locator;
  readonly newChat: Locator;
  readonly conversation: Locator;
  readonly questions: Locator;
  readonly answers: Locator;
  /** Links to the stored chats. */
  readonly list: Locator;
  /** The growing answer as a screen reader gets it. */
  readonly spoken: Locator;

  constructor(page: Page) {
    this.page = page;
    this.message = page.getByRole("textbox", { name: "Message", exact: true });
    this.send = page.getByRole("button", { name: "Send", exact: true });
    this.stop = page.getByRole("button", { name: "Stop", exact: true });
    this.newChat = page.getByRole("button", { name: "New chat" }).first();
    this.conversation = page.getByRole("region", { name: "Conversation" });
    this.questions = this.conversation.getByRole("article", { name: "You" });
    this.answers = this.conversation.getByRole("article", { name: "Hearth" });
    this.list = page.getByRole("navigation", { name: "Chats" });
    this.spoken = page.getByRole("log", { name: "Answer as it is written" });
  }

  /** Sends a question; the answer has begun when this returns. */
  async ask(question: string): Promise<void> {
    await this.message.fill(question);
    await this.send.click();
    await expect(this.questions.last()).toContainText(question.slice(0, 40));
  }

  /** Waits until the last answer is written and returns its text. */
  async finishedAnswer(): Promise<string> {
    await expect(this.answers.last().getByRole("button", { name: "Answer details" })).toBeVisible({
      timeout: 60_000,
    });
    return this.answers.last().innerText();
  }

  /** Waits until the running answer has more than `length` characters and returns it. */
  async growingAnswer(length: number): Promise<string> {
    const text = (): Promise<string> => this.answers.last().innerText();
    await expect
      .poll(async () => (await this.runningText(text)).length, { timeout: 60_000 })
      .toBeGreaterThan(length);
    return text();
  }

  /** The text of an answer once it has begun; before that the turn says how much of the prompt was read. */
  private async runningText(text: () => Promise<string>): Promise<string> {
    const shown = await text();
    return /^(?:Waiting for the model|Reading \d+ of \d+ tokens)…$/.test(shown) ? "" : shown;
  }
}
