/**
 * @file Four numbers of a box as they stand in a text, before it is known what they count. Every pattern has bounded
 * repetitions only, so that no text takes longer than its length.
 */
export type BoxUnit = "shares" | "percent" | "thousandths" | "pixels" | "1024ths";

export interface Corners {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

export interface WrittenBox {
  readonly start: number;
  readonly end: number;
  readonly label: string | null;
  readonly corners: Corners;
  /** Null where the form does not say what its numbers count. */
  readonly unit: BoxUnit | null;
}

/** UTF-16 code units looked at; answers are shorter. */
const MAX_TEXT = 50_000;
/** UTF-16 code units around a box in which its JSON object or its line tells what it is. */
const NEAR = 200;
const MAX_LABEL = 40;

const NUMBER = String.raw`\d{1,5}(?:\.\d{1,8})?\s?%?`;
const COMMA = String.raw`\s{0,3},\s{0,3}`;
const LIST = `(${NUMBER})${COMMA}(${NUMBER})${COMMA}(${NUMBER})${COMMA}(${NUMBER})`;
const CORNER = String.raw`\(\s?(${NUMBER})${COMMA}(${NUMBER})\s?\)`;
const PAIR = String.raw`${CORNER}\s{0,3}(?:,|-|–|to|and)?\s{0,3}${CORNER}`;
const SPACED = `(${NUMBER}) {1,3}(${NUMBER}) {1,3}(${NUMBER}) {1,3}(${NUMBER})`;
const REF = String.raw`(?:(?:<ref>|<\|object_ref_start\|>)([^<>|\n]{1,80})(?:</ref>|<\|object_ref_end\|>)\s{0,3})?`;

interface Form {
  readonly pattern: RegExp;
  readonly read: (
    match: RegExpExecArray,
    text: string,
  ) => Pick<WrittenBox, "label" | "corners" | "unit"> | null;
}

/** The surest first: what one has taken, the later ones leave. */
const FORMS: readonly Form[] = [
  {
    pattern: new RegExp(
      String.raw`${REF}(?:<box>|<\|box_start\|>)\s{0,3}([\d.,()[\]\s]{7,80}?)\s{0,3}(?:</box>|<\|box_end\|>)`,
      "gu",
    ),
    read: ([, label, inside = ""]) => {
      const corners = cornersInside(inside);
      if (!corners) return null;
      const isShares = Math.max(...Object.values(corners)) <= 1;
      return { label: clean(label), corners, unit: isShares ? "shares" : "thousandths" };
    },
  },
  {
    // y first, label behind.
    pattern: /<loc(\d{4})><loc(\d{4})><loc(\d{4})><loc(\d{4})>(?: ?([\p{L}\p{N}][\p{L}\p{N} '-]{0,39}))?/gu,
    read: ([, y1, x1, y2, x2, label]) => ({
      label: clean(label),
      corners: cornersOf([x1, y1, x2, y2]),
      unit: "1024ths",
    }),
  },
  {
    // Label before, without a space between.
    pattern:
      /(?:([\p{L}\p{N}][\p{L}\p{N} '-]{0,38}[\p{L}\p{N}]))?<loc_(\d{1,4})><loc_(\d{1,4})><loc_(\d{1,4})><loc_(\d{1,4})>/gu,
    read: ([, label, ...numbers]) => ({
      label: clean(label),
      corners: cornersOf(numbers),
      unit: "thousandths",
    }),
  },
  {
    pattern: new RegExp(
      String.raw`"(bbox|bbox_2d|box|box_2d|bounding_box)"\s{0,3}:\s{0,3}\[\s{0,3}${LIST}\s{0,3}\]`,
      "gu",
    ),
    read: ({ index, 0: whole, 1: key, 2: a, 3: b, 4: c, 5: d }, text) => {
      const isYFirst = key === "box_2d";
      return {
        label: labelInObject(text, index, index + whole.length),
        corners: cornersOf(isYFirst ? [b, a, d, c] : [a, b, c, d]),
        unit: isYFirst ? "thousandths" : percentOf(whole),
      };
    },
  },
  {
    pattern: new RegExp(String.raw`\[\s{0,3}${LIST}\s{0,3}\]`, "gu"),
    read: readPlain,
  },
  { pattern: new RegExp(PAIR, "gu"), read: readPlain },
];

/** In the order in which they stand in the text; none overlaps another. */
export function findWritten(answer: string): readonly WrittenBox[] {
  const text = answer.slice(0, MAX_TEXT);
  const found: WrittenBox[] = [];
  // What is taken is blanked, which keeps the offsets.
  let rest = text;
  for (const { pattern, read } of FORMS) {
    const taken: WrittenBox[] = [];
    for (const match of rest.matchAll(pattern)) {
      const [start, end] = [match.index, match.index + match[0].length];
      const box = read(match, text);
      if (box) taken.push({ start, end, ...box });
    }
    for (const { start, end } of taken)
      rest = `${rest.slice(0, start)}${" ".repeat(end - start)}${rest.slice(end)}`;
    found.push(...taken);
  }
  return found.toSorted((a, b) => a.start - b.start);
}

function readPlain(match: RegExpExecArray, text: string): Pick<WrittenBox, "label" | "corners" | "unit"> {
  const [whole, ...numbers] = match;
  return { label: labelOfLine(text, match.index), corners: cornersOf(numbers), unit: percentOf(whole) };
}

const INSIDE: readonly RegExp[] = [PAIR, String.raw`\[\[?${LIST}\]?\]`, LIST, SPACED].map(
  (form) => new RegExp(String.raw`^\s?${form}\s?$`, "u"),
);

function cornersInside(inside: string): Corners | null {
  for (const form of INSIDE) {
    const match = form.exec(inside);
    if (match) return cornersOf(match.slice(1));
  }
  return null;
}

function cornersOf(numbers: readonly (string | undefined)[]): Corners {
  const [x1 = Number.NaN, y1 = Number.NaN, x2 = Number.NaN, y2 = Number.NaN] = numbers.map((number) =>
    Number.parseFloat(number ?? ""),
  );
  return { x1, y1, x2, y2 };
}

/** Of one number in percent all are. */
function percentOf(written: string): BoxUnit | null {
  return written.includes("%") ? "percent" : null;
}

/** The label of the JSON object around a box. */
function labelInObject(text: string, start: number, end: number): string | null {
  const before = text.slice(Math.max(0, start - NEAR), start);
  const after = text.slice(end, end + NEAR);
  const closing = after.search(/[{}]/u);
  const object =
    before.slice(Math.max(before.lastIndexOf("{"), before.lastIndexOf("}")) + 1) +
    after.slice(0, closing < 0 ? undefined : closing);
  return clean(/"(?:label|name|text_content)"\s{0,3}:\s{0,3}"([^"\\\n]{1,80})"/u.exec(object)?.[1]);
}

/** A line that begins with what the box holds: "- red circle [..]", "red circle: [..]". */
function labelOfLine(text: string, start: number): string | null {
  const before = text.slice(Math.max(0, start - 2 * MAX_LABEL), start);
  const line = before.slice(before.lastIndexOf("\n") + 1).replaceAll(/[*_`]/gu, "");
  return clean((LISTED.exec(line) ?? INTRODUCED.exec(line))?.[1]);
}

const WORDS = String.raw`([\p{L}][\p{L}\p{N} '’-]{0,39}?)`;
const LISTED = new RegExp(String.raw`^\s{0,8}(?:[-+•]|\d{1,2}[.)])\s{1,3}${WORDS}(?::| [-–])?\s{0,2}$`, "u");
const INTRODUCED = new RegExp(String.raw`^\s{0,8}${WORDS}(?::| [-–])\s{0,2}$`, "u");

function clean(label: string | undefined): string | null {
  const words = label?.replaceAll(/\s{1,80}/gu, " ").trim() ?? "";
  return words === "" ? null : words.slice(0, MAX_LABEL);
}
