/** @file The first visit: what Hearth is, and the download of the model. */

import { type Locator, type Page, expect } from "@playwright/test";

const DETAIL = /(\d+) MB of (\d+) MB/;
const VERIFIED = /(\d+) of (\d+) pieces verified/;

export class FirstRun {
  readonly heading: Locator;
  /** Download, its progress and its trouble. */
  readonly panel: Locator;
  readonly download: Locator;
  readonly continueDownload: Locator;
  readonly pause: Locator;
  readonly progress: Locator;

  constructor(page: Page) {
    this.heading = page.getByRole("heading", { level: 1, name: "An assistant that stays on this device" });
    this.panel = page.getByRole("region", { name: "Get the model" });
    this.download = this.panel.getByRole("button", { name: "Download the model (98 MB)" });
    this.continueDownload = this.panel.getByRole("button", { name: /^Continue download \(\d+ MB left\)$/ });
    this.pause = this.panel.getByRole("button", { name: "Pause" });
    this.progress = this.panel.getByRole("progressbar", { name: "Downloading SmolLM2 135M Instruct" });
  }

  /** Megabytes so far and altogether, as shown. */
  async shownMegabytes(): Promise<readonly [received: number, total: number]> {
    const match = DETAIL.exec(await this.panel.innerText());
    return [Number(match?.[1]), Number(match?.[2])];
  }

  /** Waits until at least `count` pieces are verified while the download goes on. */
  async waitForVerified(count: number): Promise<void> {
    const verified = async (): Promise<number> => {
      const text = await this.panel.innerText();
      return Number(VERIFIED.exec(text)?.[1] ?? -1);
    };
    await expect.poll(verified, { timeout: 60_000 }).toBeGreaterThanOrEqual(count);
  }

  /** After a pause: how many pieces the page says are kept. */
  async keptPieces(): Promise<number> {
    await expect(this.continueDownload).toBeVisible();
    const note = this.panel.getByText(/^\d of 6 pieces are here and verified\./);
    return Number((await note.innerText()).charAt(0));
  }
}
