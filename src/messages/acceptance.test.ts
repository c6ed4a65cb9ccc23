import { expect, it } from "vitest";
import { flatten, OPTIONS, readText, type FlatMessage } from "./fixtures/read-text.ts";
import { TRUTH } from "./fixtures/truth.ts";
import { VARIANTS } from "./fixtures/whatsapp-variants.ts";
import { readImport } from "./read-in-memory.ts";
import { FORMAT_VARIANTS } from "./testing/variants.ts";

// Tables of spec messages-calendar 1.11: one truth, written in every format and variant, read back. What exactly is
// compared, and what else a format must do, is in formats.test.ts and whatsapp/variants.test.ts.

/** Sender, minute, text: what every export has. */
function facts(messages: readonly FlatMessage[], selfName: string | null): string[] {
  return messages
    .filter(({ kind }) => kind !== "system")
    .map(({ sender, time, text }) =>
      [sender === "Me" ? selfName : sender, time?.slice(0, 16), text.replace(/\n+/g, "\n")].join("|"),
    );
}

const TRUE_FACTS = facts(
  TRUTH.map(({ sender, local, text }) => ({ sender, time: local, text, kind: "text" })),
  null,
);

function verdict(read: readonly string[]): string {
  const right = read.filter((fact, at) => fact === TRUE_FACTS[at]).length;
  return right === TRUE_FACTS.length && read.length === right ? "=" : `${right} of ${TRUE_FACTS.length}`;
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [columns, columns.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

it("WhatsApp: every locale on both systems with both clocks equals the truth", async () => {
  const columns = ["ios 12h", "ios 24h", "android 12h", "android 24h"];
  const rows = new Map<string, string[]>();
  for (const { name, render } of VARIANTS) {
    const [locale = "", ...column] = name.split(" ");
    const row = rows.get(locale) ?? columns.map(() => "missing");
    row[columns.indexOf(column.join(" "))] = verdict(facts(flatten(await readText(render(TRUTH))), null));
    rows.set(locale, row);
  }
  console.log(
    table(
      ["WhatsApp", ...columns],
      [...rows].map(([locale, cells]) => [locale, ...cells]),
    ),
  );
  expect([...rows.values()].flat().filter((cell) => cell !== "=")).toEqual([]);
});

it("every other format in every variant equals the truth", async () => {
  const rows: string[][] = [];
  for (const variant of FORMAT_VARIANTS) {
    const parsed = await readImport(await variant.write(TRUTH), variant.fileName, OPTIONS);
    const self = variant.callsSelfMe === true ? (variant.self ?? null) : null;
    rows.push([parsed.source, variant.name, verdict(facts(flatten(parsed), self))]);
  }
  console.log(table(["importer", "variant", "equals the truth"], rows));
  expect(rows.filter(([, , cell]) => cell !== "=")).toEqual([]);
});
