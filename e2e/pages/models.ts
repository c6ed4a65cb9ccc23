/** @file The models view: state of each model on this device, and what the device offers. */

import type { Locator, Page } from "@playwright/test";

export class Models {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** A line of "This device" that says `text`. */
  fact(text: string): Locator {
    return this.page.getByRole("definition").filter({ hasText: text });
  }

  card(name: string): ModelCard {
    return new ModelCard(this.page, name);
  }

  /** Downloads come from `address` from now on. */
  async useMirror(address: string): Promise<void> {
    await this.page.getByRole("textbox", { name: "Address of a mirror" }).fill(address);
    await this.page.getByRole("button", { name: "Use this address" }).click();
  }
}

/** One model. */
export class ModelCard {
  readonly root: Locator;
  readonly licence: Locator;
  readonly progress: Locator;

  constructor(page: Page, name: string) {
    const heading = page.getByRole("heading", { level: 2, name, exact: true });
    this.root = page.locator("section").filter({ has: heading });
    this.licence = page.getByRole("dialog", { name: `Licence of ${name}` });
    this.progress = this.root.getByRole("progressbar", { name: `Downloading ${name}` });
  }

  button(name: string | RegExp): Locator {
    return this.root.getByRole("button", { name });
  }
}
