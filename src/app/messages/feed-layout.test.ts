import * as fc from "fast-check";
import { expect, it } from "vitest";
import { FeedLayout } from "./feed-layout.ts";

it("finds the pages of a window", () => {
  const layout = new FeedLayout([100, 200, 300]);
  expect(layout.total).toBe(600);
  expect(layout.range(0, 99)).toEqual({ first: 0, last: 0 });
  expect(layout.range(100, 300)).toEqual({ first: 1, last: 2 });
  expect(layout.range(-500, 5000)).toEqual({ first: 0, last: 2 });
  expect(new FeedLayout([]).range(0, 10)).toEqual({ first: 0, last: 0 });
});

it("moves what lies behind a page that was measured", () => {
  const layout = new FeedLayout([100, 200, 300]);
  expect(layout.offsetOf(2)).toBe(300);
  expect(layout.measure(0, 150)).toBe(50);
  expect(layout.measure(0, 150)).toBe(0);
  expect([layout.offsetOf(1), layout.offsetOf(2), layout.total]).toEqual([150, 350, 650]);
  expect(layout.range(149, 150)).toEqual({ first: 0, last: 1 });
});

it("agrees with adding up, whatever is measured when", () => {
  const heights = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 30 });
  const steps = fc.array(fc.tuple(fc.nat(29), fc.integer({ min: 1, max: 80 }), fc.nat(3000)), {
    maxLength: 20,
  });
  fc.assert(
    fc.property(heights, steps, (start, changes) => {
      const layout = new FeedLayout(start);
      const real = [...start];
      for (const [page, height, offset] of changes) {
        layout.measure(page, height);
        if (page < real.length) real[page] = height;
        let [at, end] = [0, 0];
        while (at < real.length - 1 && end + real[at]! <= offset) end += real[at++]!;
        expect(layout.range(offset, offset).first).toBe(at);
        expect(layout.offsetOf(at)).toBe(end);
      }
    }),
  );
});
