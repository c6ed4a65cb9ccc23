import { expect, it } from "vitest";
import { othersToForget } from "./other-pictures.ts";

it("keeps those of the chat, and of others the two used last", () => {
  expect(othersToForget([], [])).toEqual([]);
  expect(othersToForget([1, 2, 3], [3])).toEqual([]);
  expect(othersToForget([1, 2, 3, 4, 5], [5])).toEqual([1, 2]);
  expect(othersToForget([1, 2, 3, 4, 5], [1, 2, 3, 4, 5])).toEqual([]);
  expect(othersToForget([1, 2, 3, 4, 5], [1])).toEqual([2, 3]);
});
