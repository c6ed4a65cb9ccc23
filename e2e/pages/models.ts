/** @file The models view: state of the model on this device, and what the device offers. */

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

  /** All that is said and offered of one model. */
  card(name: string): Locator {
    return this.page
      .locator("section")
      .filter({ has: this.page.getByRole("heading", { level: 2, name, exact: true }) });
  }
}
