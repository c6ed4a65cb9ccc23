import { describe, expect, it } from "vitest";
import { HtmlRecordScanner } from "./html-records.ts";
import { descendants, labelOf, parseHtml } from "./html-tree.ts";
import { MAX_RECORD_CHARS } from "./limits.ts";

const RECORD = /^<div class="r"/;

function scan(pieces: readonly string[]) {
  const records: [string, boolean][] = [];
  const scanner = new HtmlRecordScanner(RECORD, (html, isComplete) => records.push([html, isComplete]));
  for (const piece of pieces) scanner.push(piece);
  scanner.finish();
  return { records, head: scanner.head };
}

describe("records of a page", () => {
  const inner = '<div class="r">b<div>c</div></div>';
  const html = `<p>top</p><div class="other"><div class="r">a</div> x <div class="r">${inner}</div></div>`;

  it("are the outermost ones, however the page is cut", () => {
    const whole = scan([html]);
    expect(whole).toEqual({
      records: [
        ['<div class="r">a</div>', true],
        [`<div class="r">${inner}</div>`, true],
      ],
      head: '<p>top</p><div class="other">',
    });
    for (const size of [1, 3, 10]) {
      const pieces = Array.from({ length: Math.ceil(html.length / size) }, (_, at) =>
        html.slice(at * size, (at + 1) * size),
      );
      expect(scan(pieces)).toEqual(whole);
    }
  });

  it("that do not end are given up", () => {
    expect(scan(['<div class="r">a']).records).toEqual([['<div class="r">a', false]]);
    const long = "x".repeat(MAX_RECORD_CHARS);
    const { records } = scan([`<div class="r">${long}`, `${long}<div class="r">next</div>`]);
    expect(records.map(([, isComplete]) => isComplete)).toEqual([false, true]);
  });
});

it("a tree closes what was left open, and ends at its depth", () => {
  const root = parseHtml('<div class="a b"><p>one<br>two<p class=c>three</div><div>four');
  expect(root.children.map(({ name, classes }) => [name, classes])).toEqual([
    ["div", ["a", "b"]],
    ["div", []],
  ]);
  expect(labelOf(root.children[0])).toBe("one two three");
  expect(descendants(parseHtml("<b>".repeat(5000))).length).toBe(5000);
});
