import { expect, test } from "vitest";
import { explainError } from "./error-text.ts";

function causeOf(kind: string): string {
  return explainError({ code: "picture-unsupported", details: { kind } }).cause;
}

test("a file that is no picture is named, with what would do", () => {
  expect(causeOf("heic")).toMatch(/^This is an HEIC photo.+Most Compatible/u);
  expect(causeOf("svg")).toMatch(/^This is an SVG drawing.+scripts/u);
  expect(causeOf("pdf")).toMatch(/^This is a PDF\. Hearth looks at/u);
  for (const kind of ["other", "__proto__"]) expect(causeOf(kind)).toMatch(/^What is in this file/u);
});

test("a picture that is too big is told in pixels or in bytes, whichever it was", () => {
  const pixels = { width: 20_000, height: 20_000, limitPixels: 50_331_648 };
  expect(explainError({ code: "picture-too-big", details: pixels }).cause).toContain(
    "20,000 × 20,000 pixels",
  );
  const bytes = { sizeBytes: 61_000_000, limitBytes: 40_000_000 };
  const { cause } = explainError({ code: "picture-too-big", details: bytes });
  expect(cause).toContain("61 MB");
  expect(cause).toContain("40 MB");
});

test("a picture that is cut short is told from one that can't be decoded", () => {
  const causes = ["cut-short", "undecodable"].map(
    (reason) => explainError({ code: "picture-damaged", details: { reason } }).cause,
  );
  expect(causes[0]).toContain("ends before");
  expect(causes[1]).toContain("decoded");
});
