/** @file What every view has: the state of the model, navigation, notifications. */

import { type Locator, type Page, expect } from "@playwright/test";

/** Words of the pill in the header; see `modelSummary`. A regular expression for those with a number. */
export type ModelState = string | RegExp;

/** Loading takes some seconds on an idle machine and many on a busy one. */
const MODEL_TIMEOUT_MS = 90_000;

export class Shell {
  readonly page: Page;
  readonly model: Locator;
  readonly notifications: Locator;

  constructor(page: Page) {
    this.page = page;
    this.model = page.getByRole("link", { name: /^Model: / });
    this.notifications = page.getByRole("region", { name: "Notifications" });
  }

  /** Opens the start page. */
  async open(): Promise<void> {
    await this.page.goto("/");
  }

  async waitForModel(state: ModelState): Promise<void> {
    const words = state instanceof RegExp ? state.source : `${state}$`;
    await expect(this.model).toHaveAccessibleName(new RegExp(`\\. ${words}`), { timeout: MODEL_TIMEOUT_MS });
  }

  /** Waits until the service worker has stored the app, so that it opens without a network. */
  async waitForServiceWorker(): Promise<void> {
    await this.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  }

  async openPlace(name: "Chat" | "Messages" | "Calendar" | "Models"): Promise<void> {
    await this.page.getByRole("navigation", { name: "Main" }).getByRole("link", { name }).click();
  }
}
