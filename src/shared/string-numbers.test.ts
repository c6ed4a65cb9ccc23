import { expect, it } from "vitest";
import { StringNumbers } from "./string-numbers.ts";

it("numbers strings in the order in which they first come, across all its growing", () => {
  const numbers = new StringNumbers();
  const count = 200_000;
  for (let at = 0; at < count; at++) numbers.numberOf(`<${at}@mail.example.test>`);
  expect(numbers.count).toBe(count);
  for (const at of [0, 1, 31, 65_535, 65_536, 131_072, count - 1]) {
    expect(numbers.numberOf(`<${at}@mail.example.test>`)).toBe(at);
    expect(numbers.has(`<${at}@mail.example.test>`)).toBe(true);
  }
  expect(numbers.has(`<${count}@mail.example.test>`)).toBe(false);
  expect(numbers.count).toBe(count);
});
