/**
 * @file The 60 pictures of Shapes-VL dropped into the app one after another, each in a new chat with its question, on the
 * processor and without a network: the app answers what float32 arithmetic on the same weights answers. The short journey
 * asks about five; `shapes-vl.spec.ts` asks about all, through the worker and without the app.
 */
import { Chat } from "../pages/chat.ts";
import { Pictures } from "../pages/pictures.ts";
import { Shell } from "../pages/shell.ts";
import { expect, test } from "../support/browser.ts";
import { shapesCases, shapesPath } from "../support/shapes.ts";

/** Answers that may differ: the app's arithmetic on the processor is in int8 (docs/decisions/0003). */
const MAX_DIFFERENT = 3;

test.use({ startWith: "nothing" });

test("60 pictures dropped into the app are answered as by the reference", async ({ page, setOffline }) => {
  const shell = new Shell(page);
  const pictures = new Pictures(page);
  const chat = new Chat(page);
  const cases = shapesCases();
  expect(cases).toHaveLength(60);
  await shell.open();
  await shell.waitForServiceWorker();
  const different: string[] = [];
  for (const [index, { file, question, referenceAnswer }] of cases.entries()) {
    if (index > 0) await chat.newChat.click();
    await pictures.drop([shapesPath(file)]);
    await expect(pictures.chips).toHaveCount(1);
    if (index === 0) {
      await pictures.useShapes();
      await setOffline(true);
    }
    await chat.ask(question);
    await chat.finishedAnswer();
    const text = await chat.answers.last().getByRole("paragraph").first().innerText();
    if (text.trim() !== referenceAnswer) different.push(`${file}: ${text.trim()} (${referenceAnswer})`);
  }
  const same = cases.length - different.length;
  console.log([`${same} of ${cases.length} as the reference`, ...different].join("\n"));
  expect(different.length, different.join("\n")).toBeLessThanOrEqual(MAX_DIFFERENT);
});
