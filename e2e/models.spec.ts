/** @file Choosing and getting other models: licence, download beside other work, repair, folders, and what is refused. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { MODELS } from "../scripts/paths.mjs";
import { MAX_PIECE_BYTES } from "../src/models/weights/file-set.ts";
import { expect, test } from "./support/browser.ts";
import { clearDatabases } from "./support/faults.ts";
import { HUB_FILE, noise, startHub } from "./support/hub.ts";
import { Models } from "./pages/models.ts";
import { Shell } from "./pages/shell.ts";

test("the largest model is refused with its numbers before anything is asked for", async ({
  page,
  server,
}) => {
  await new Shell(page).open();
  await new Shell(page).openPlace("Models");
  const { root } = new Models(page).card("Llama 3.2 90B Vision Instruct");
  await expect(root).toContainText("This model is too large for a browser");
  await expect(root).toContainText(
    "It needs 52.3 GB of memory (47.7 GB for its weights in 4 bits, 2.7 GB for 8,192 tokens of context, the rest for a picture and to work in). Hearth gives one model in a browser 16.0 GB at most.",
  );
  await expect(root).toContainText("Built with Llama");
  await expect(root).toContainText("European Union");
  await expect(root.getByRole("button")).toHaveCount(0);
  expect(server.requests.filter(({ path }) => path.startsWith("/models/"))).toEqual([]);
});

test("a model of the hub: licence first, then a download that goes on in other views, paused and resumed", async ({
  page,
}) => {
  const bytes = noise(MAX_PIECE_BYTES + 4_000_000);
  const hub = await startHub({ [HUB_FILE]: bytes });
  const [shell, models] = [new Shell(page), new Models(page)];
  await shell.open();
  await shell.openPlace("Models");
  await models.useMirror("http://example.org");
  await expect(page.getByText("Only https addresses can be used")).toBeVisible();
  await models.useMirror(hub.origin);
  await expect(page.getByText(`are downloaded from ${hub.origin}, and from nowhere else`)).toBeVisible();

  const card = models.card("Llama Guard 3 1B");
  hub.addFault({ path: hub.path(HUB_FILE), bytesPerSecond: 6e6 });
  await card.button("Download the model (955 MB)").click();
  await expect(card.licence).toContainText("https://www.llama.com/llama3_2/license/");
  await expect(card.licence).toContainText("Built with Llama");
  expect(hub.requests).toEqual([]);
  await card.licence.getByRole("button", { name: "I accept" }).click();
  await expect(card.root).toContainText(
    /\d+ MB of 38 MB · \d+\.\d MB\/s · (?:\d+|a few) seconds left · \d of 2 pieces/,
  );
  await expect(card.root).toContainText("1 of 2 pieces verified");

  await shell.openPlace("Calendar");
  await expect(shell.model).toHaveAccessibleName(/downloading another \d+%/);
  await shell.openPlace("Models");
  await card.button("Pause").click();
  await expect(card.button("Continue download (34 MB left)")).toBeVisible();
  hub.clearFaults();
  hub.requests.length = 0;
  await card.button("Continue download (34 MB left)").click();
  await expect(card.button("Use this model")).toBeVisible({ timeout: 60_000 });
  expect(hub.asked(HUB_FILE)).toEqual([0]);
  await expect(card.root).toContainText(
    "Every file was compared with the checksum its publisher states. Version 01234567.",
  );

  await card.button("Check files").click();
  await expect(page.getByText("All 2 pieces are here and as they should be.")).toBeVisible();
  await card.button("Delete from this device").click();
  await page.getByRole("button", { name: "Delete the model" }).click();
  await expect(card.button(/^Download the model/)).toBeVisible();
  await hub.close();
});

test("a download that is cancelled leaves nothing", async ({ page, server }) => {
  await new Shell(page).open();
  await new Shell(page).openPlace("Models");
  const card = new Models(page).card("Shapes-VL");
  server.addFault({ path: /model\.safetensors$/, bytesPerSecond: 500_000 });
  await card.button("Download the model (6 MB)").click();
  await expect(card.root).toContainText("5 of 6 pieces verified");
  await card.button("Cancel and remove").click();
  await expect(card.button("Download the model (6 MB)")).toBeVisible();
});

test("a model from a folder; and when the browser removes it, that is said and repaired", async ({
  page,
  server,
}) => {
  const [shell, models] = [new Shell(page), new Models(page)];
  await shell.open();
  await shell.openPlace("Models");
  const card = models.card("Shapes-VL");
  server.requests.length = 0;
  // A wrong one first: it is called that, and every way to bring the right ones stays.
  const files = readdirSync(join(MODELS, "shapes-vl")).map((name) => ({
    name,
    mimeType: "application/octet-stream",
    buffer: readFileSync(join(MODELS, "shapes-vl", name)),
  }));
  const wrong = files.map((file) =>
    file.name === "config.json" ? { ...file, buffer: Buffer.from("{}") } : file,
  );
  await page.getByLabel("Files of Shapes-VL").setInputFiles(wrong);
  await expect(card.root).toContainText("This file is not the model's");
  await expect(card.root).toContainText("config.json has the right name but other contents");
  await expect(card.button("Use files you have")).toBeVisible();
  await expect(card.button("Download the model (6 MB)")).toBeVisible();
  await card.button("Dismiss").click();
  await expect(card.root.getByRole("heading", { name: "Shapes-VL" })).toBeFocused();
  await page.getByLabel("Folder of Shapes-VL").setInputFiles(join(MODELS, "shapes-vl"));
  await expect(card.button("Use this model")).toBeVisible();
  await expect(card.root).toContainText("Every byte was compared with checksums that are part of Hearth.");
  expect(server.requests.filter(({ path }) => path.startsWith("/models/"))).toEqual([]);

  await clearDatabases(page, server.origin);
  await expect(card.root).toContainText("Part of Shapes-VL is gone");
  await expect(card.root).toContainText("the browser has removed it");
  await card.button("Download the model (6 MB)").click();
  await expect(card.button("Use this model")).toBeVisible();
});
