/** @file A failure as the page explains it. */

import { type Locator, type Page, expect } from "@playwright/test";

import { explainError } from "../../src/app/error-text.ts";
import type { ErrorCode, ErrorDetails } from "../../src/shared/errors.ts";

/** Errors interrupt (`alert`); what is only worth knowing is announced politely (`status`). */
type Role = "alert" | "status";

/** The notice of one kind of failure. */
export class ErrorNotice {
  readonly root: Locator;
  readonly #text: ReturnType<typeof explainError>;

  constructor(page: Page, code: ErrorCode, details: ErrorDetails = {}, role: Role = "alert") {
    this.#text = explainError({ code, details });
    this.root = page.getByRole(role).filter({ hasText: this.#text.title });
  }

  /** The one thing to do next. */
  get action(): Locator {
    return this.root.getByRole("button", { name: this.#text.action?.label ?? "" });
  }

  /** Title, cause, next step and its button are all there, and this is the only notice. */
  async expectShown(): Promise<void> {
    const { title, cause, nextStep } = this.#text;
    await expect(this.root).toContainText(title, { timeout: 60_000 });
    await expect(this.root).toContainText(cause);
    await expect(this.root).toContainText(nextStep);
    await expect(this.action).toBeVisible();
  }
}
