/** @file Pictures in the chat: the ways in, those that wait for a question, and one picture opened large. */

import { type Locator, type Page, expect } from "@playwright/test";

/** As Playwright takes files for a file picker. */
export interface PictureFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

export class Pictures {
  readonly page: Page;
  readonly add: Locator;
  /** Those that go with the next question. */
  readonly chips: Locator;
  /** Those of questions that were asked. */
  readonly asked: Locator;
  readonly refusals: Locator;
  /** What is said where a picture meets a model that reads text only. */
  readonly blind: Locator;
  /** The click that reads the text of those that wait, for a model that sees nothing. */
  readonly readText: Locator;
  /** What was read off those that wait. */
  readonly texts: Locator;
  readonly dialog: Locator;
  readonly dropTarget: Locator;

  constructor(page: Page) {
    this.page = page;
    this.add = page.getByRole("button", { name: "Add pictures" });
    this.chips = page.getByRole("list", { name: "Pictures for the next question" }).getByRole("listitem");
    this.asked = page.getByRole("list", { name: "Pictures of this question" }).getByRole("button");
    this.refusals = page.getByRole("alert");
    this.blind = page.getByRole("status").filter({ hasText: "can't see pictures" });
    this.readText = page.getByRole("button", { name: "Read the text in the picture" });
    this.texts = page.getByRole("textbox", { name: /^Text of / });
    this.dialog = page.getByRole("dialog");
    this.dropTarget = page.getByText("Drop the picture to ask about it");
  }

  /** Drags files from outside of the browser to the middle of the window; with `hold` they are not let go. */
  async drop(paths: readonly string[], { hold = false } = {}): Promise<void> {
    const session = await this.page.context().newCDPSession(this.page);
    const data = { items: [], files: [...paths], dragOperationsMask: 1 };
    const send = (type: "dragEnter" | "dragOver" | "drop"): Promise<unknown> =>
      session.send("Input.dispatchDragEvent", { type, x: 640, y: 300, data });
    // As a person does: let go where the page says so.
    await expect(async () => {
      await send("dragEnter");
      await send("dragOver");
      await expect(this.dropTarget).toBeVisible({ timeout: 500 });
    }).toPass();
    if (!hold) await send("drop");
    await session.detach();
  }

  async choose(files: readonly PictureFile[] | readonly string[]): Promise<void> {
    const opened = this.page.waitForEvent("filechooser");
    await this.add.click();
    await (await opened).setFiles([...files] as PictureFile[] | string[]);
  }

  /** Takes the one click that is offered, and waits until that model answers. */
  async useShapes(): Promise<void> {
    await this.page.getByRole("button", { name: /^Use Shapes-VL/ }).click();
    await expect(this.page.getByRole("link", { name: "Model: Shapes-VL. Ready" })).toBeVisible({
      timeout: 90_000,
    });
  }

  /** Draws a rectangle on the opened picture; all in shares of its sides. */
  async mark(from: readonly [number, number], to: readonly [number, number]): Promise<void> {
    const box = await this.dialog.getByRole("img").boundingBox();
    if (!box) throw new Error("no picture is open");
    const at = ([x, y]: readonly [number, number]): [number, number] => [
      box.x + box.width * x,
      box.y + box.height * y,
    ];
    await this.page.mouse.move(...at(from));
    await this.page.mouse.down();
    await this.page.mouse.move(...at(to), { steps: 5 });
    await this.page.mouse.up();
  }
}
