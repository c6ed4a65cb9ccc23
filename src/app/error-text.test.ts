import type { ErrorCode } from "#shared/errors";
import { expect, test } from "vitest";
import { ERROR_CODES } from "#shared/errors";
import { explainError } from "./error-text.ts";

test("every failure has its own title and a next step", () => {
  const texts = ERROR_CODES.map((code) => explainError({ code }));
  expect(new Set(texts.map(({ title }) => title)).size).toBe(ERROR_CODES.length);
  expect(new Set(texts.map(({ cause }) => cause)).size).toBe(ERROR_CODES.length);
  for (const { nextStep } of texts) expect(nextStep).toMatch(/^[A-Z].+\.$/u);
});

test("a full context names both numbers", () => {
  const details = { promptTokens: 4310, contextTokens: 4096 };
  const { cause, action } = explainError({ code: "context-full", details });
  expect(cause).toContain("4,310");
  expect(cause).toContain("4,096");
  expect(action).toEqual({ kind: "new-chat", label: "New chat" });
});

test("sizes and counts are told when they are known, and left out when not", () => {
  const big = { sizeBytes: 52_428_800, limitBytes: 20_000_000 };
  expect(explainError({ code: "import-too-big", details: big }).cause).toContain("52 MB");
  const room = { missingBytes: 6e9, availableBytes: 5e8 };
  expect(explainError({ code: "storage-full", details: room }).cause).toContain(
    "another 6.0 GB, and the browser gives this page 500 MB. Nothing was downloaded.",
  );
  const missing = { storedPieces: 1, totalPieces: 4 };
  expect(explainError({ code: "weights-missing", details: missing }).cause).toMatch(/^3 of 4 pieces/u);
  for (const code of ERROR_CODES) {
    expect(explainError({ code }).cause).not.toMatch(/undefined|null|NaN/u);
  }
});

test("a damaged model names what is wrong with which part of it", () => {
  expect(cause("weights-corrupt", { piece: "piece-002.bin" })).toContain(
    "checksum of piece-002.bin is not the expected one",
  );
  expect(cause("weights-corrupt", { file: "model.safetensors", reason: "hash-of-file" })).toContain(
    "checksum of model.safet",
  );
  expect(cause("weights-corrupt", { file: "config.json", reason: "length" })).toContain(
    "length of config.json",
  );
  expect(cause("weights-corrupt", { format: "gguf", reason: "dims" })).toContain(
    "One of its files contradicts itself",
  );
});

function cause(code: ErrorCode, details: Record<string, string>): string {
  return explainError({ code, details }).cause;
}

test("a file that is no chat is named", () => {
  expect(cause("import-unsupported", { kind: "pdf" })).toMatch(/^This is a PDF\. Hearth reads/u);
  expect(cause("import-unsupported", { kind: "image" })).toMatch(/^This is a picture\./u);
  expect(cause("import-unsupported", { kind: "json" })).toMatch(/^This is a JSON file without a chat/u);
  expect(cause("import-unsupported", { kind: "crypt15" })).toMatch(
    /^This is an encrypted backup of WhatsApp\. In WhatsApp, open the chat/u,
  );
  expect(cause("import-unsupported", { kind: "made-up" })).toMatch(/^Hearth reads/u);
  expect(cause("import-unsupported", { kind: "__proto__" })).toMatch(/^Hearth reads/u);
});

test("a damaged archive is not called an attack", () => {
  expect(cause("import-archive-unsafe", { reason: "damaged" })).toContain("cut short");
  expect(cause("import-archive-unsafe", { reason: "ratio" })).toContain("far more than it holds");
});
