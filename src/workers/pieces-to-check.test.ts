import { expect, test } from "vitest";
import { MAX_PIECE_BYTES } from "#models/weights/file-set";
import type { Piece } from "#models/weights/file-set";
import { piecesToCheck } from "./pieces-to-check.ts";

function piecesOf(count: number, sizeBytes = MAX_PIECE_BYTES): readonly Piece[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `p${index}`,
    offset: 0,
    sizeBytes,
    sha256: null,
  }));
}

const namesOf = (pieces: ReadonlySet<Piece>): readonly string[] => [...pieces].map(({ name }) => name);

test("small models are checked whole at each load", () => {
  const { pieces, next } = piecesToCheck(piecesOf(3), 7);
  expect([namesOf(pieces), next]).toEqual([["p0", "p1", "p2"], null]);
});

test("large models are checked in turns, until every piece was", () => {
  const all = piecesOf(9);
  const loads: (readonly string[])[] = [];
  for (let start = 0, load = 0; load < 5; load++) {
    const { pieces, next } = piecesToCheck(all, start);
    loads.push(namesOf(pieces));
    start = next ?? 0;
  }
  expect(loads).toEqual([
    ["p0", "p1"],
    ["p2", "p3"],
    ["p4", "p5"],
    ["p6", "p7"],
    ["p8", "p0"],
  ]);
});

test("a place of a longer list does no harm, and a piece is checked once a load", () => {
  expect(namesOf(piecesToCheck(piecesOf(9), 100).pieces)).toEqual(["p1", "p2"]);
  expect(namesOf(piecesToCheck([...piecesOf(1, 300e6)], 5).pieces)).toEqual(["p0"]);
});
