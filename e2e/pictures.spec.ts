/**
 * @file Pictures through the browser's own decoders in a worker: what each kind of file becomes, pixel by pixel, and what
 * is refused for which reason. The files have 24 x 16 pixels: red, green, blue and white quarters.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { DIST_TOOLS, ROOT } from "../scripts/paths.mjs";
import type { PictureOutcome, PictureReport } from "./harness/pictures-types.ts";
import { expect, test } from "./support/browser.ts";

type Points = readonly (readonly [x: number, y: number])[];

/** The middle of each quarter. */
const QUARTERS: Points = [
  [6, 4],
  [18, 4],
  [6, 12],
  [18, 12],
];
const [RED, GREEN, BLUE, WHITE] = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
  [255, 255, 255],
] as const;
const FOUR = [RED, GREEN, BLUE, WHITE];

function fixture(name: string): Buffer {
  return readFileSync(join(ROOT, "src/workers/pictures/fixtures", name));
}

test.use({ startWith: "nothing" });

test.beforeEach(async ({ page, server }) => {
  test.skip(!existsSync(join(DIST_TOOLS, "pictures.html")), "needs `npm run build:tools`");
  await page.goto(`${server.origin}/pictures.html`);
});

let decode: (file: Uint8Array, points?: Points, isAborted?: boolean) => Promise<PictureOutcome>;

test.beforeEach(({ page }) => {
  decode = (file, points = [], isAborted = false) =>
    page.evaluate((request) => window.decodePicture(request), {
      file: Buffer.from(file).toString("base64"),
      points,
      isAborted,
    });
});

async function decoded(file: Uint8Array, points: Points = QUARTERS): Promise<PictureReport> {
  const outcome = await decode(file, points);
  if ("picture" in outcome) return outcome.picture;
  throw new Error(`${outcome.code} ${JSON.stringify(outcome.details)}`);
}

/** Each colour within `tolerance` levels, and opaque. */
function expectColours(
  { colours }: PictureReport,
  expected: readonly (readonly number[])[],
  tolerance: number,
): void {
  expect(colours).toHaveLength(expected.length);
  colours.forEach((colour, at) => {
    const [red, green, blue, alpha] = expected[at] ?? [];
    [red, green, blue, alpha ?? 255].forEach((level, channel) => {
      expect(Math.abs((colour[channel] ?? -999) - (level ?? 999))).toBeLessThanOrEqual(tolerance);
    });
  });
}

const LOSSLESS = ["quarters.png", "palette.png", "lossless.webp", "quarters.gif"];
const LOSSY = ["quarters.jpg", "progressive.jpg", "orientation-6.jpg", "lossy.webp", "quarters.avif"];
const ANIMATED = ["animated.png", "animated.gif", "animated.webp", "animated.avif"];

test("every readable kind of picture has its size and colours, upright", async () => {
  for (const name of [...LOSSLESS, ...LOSSY]) {
    const picture = await decoded(fixture(name));
    expect([name, picture.width, picture.height, picture.isAnimated]).toEqual([name, 24, 16, false]);
    expectColours(picture, FOUR, LOSSY.includes(name) ? 12 : 0);
  }
});

test("of an animation the first frame is there", async () => {
  for (const name of ANIMATED) {
    const picture = await decoded(fixture(name));
    expect([name, picture.width, picture.height, picture.isAnimated]).toEqual([name, 24, 16, true]);
    expectColours(picture, FOUR, name.endsWith("avif") ? 12 : 0);
  }
});

test("transparent pixels keep their alpha, and their colour as far as it shows", async () => {
  for (const name of ["alpha.png", "alpha.webp"]) {
    const picture = await decoded(fixture(name));
    const [opaque, half, none, faint] = picture.colours;
    expect(opaque).toEqual([255, 0, 0, 255]);
    expect(half).toEqual([0, 255, 0, 128]);
    expect(none?.[3]).toBe(0);
    expect(faint?.[3]).toBe(64);
    // A quarter of what it was, in whole levels: two levels either way at full strength.
    [200, 100, 50].forEach((level, channel) => {
      expect(Math.abs((faint?.[channel] ?? -99) - level)).toBeLessThanOrEqual(2);
    });
  }
});

function onWhite(level: number, alpha: number): number {
  return Math.round((level * alpha + 255 * (255 - alpha)) / 255);
}

test("on white, colours of any alpha are what they would be without a canvas between", async () => {
  // Column x has the level x in its red, row y the alpha y: every fifth of them, 0 and 255 too.
  const points = Array.from({ length: 52 * 256 }, (_, at) => [at % 256, 5 * Math.floor(at / 256)] as const);
  const { colours } = await decoded(fixture("alpha-ramp.png"), points);
  const wrong = points.filter(([x, y], at) => {
    const [red, green, blue, alpha] = colours[at] ?? [];
    if (alpha !== y) return true;
    return [x, 255 - x, x ^ 85].some((level, channel) => {
      const shown = [red, green, blue][channel] ?? Number.NaN;
      return onWhite(shown, alpha) !== onWhite(level, alpha);
    });
  });
  expect(wrong).toEqual([]);
});

function grey(level: number): number[] {
  return [level, level, level];
}

test("16 bits, grey, CMYK and colour profiles become 8 bits of sRGB", async () => {
  expectColours(await decoded(fixture("grey-16-bit.png")), [grey(0), grey(64), grey(128), grey(255)], 1);
  expectColours(await decoded(fixture("grey.jpg")), [grey(0), grey(85), grey(170), grey(255)], 4);
  // Without a profile, CMYK is whatever the browser takes it for: close to the pure colours.
  expectColours(await decoded(fixture("cmyk.jpg")), FOUR, 40);
  for (const name of ["profile-swaps-red-and-blue.png", "profile-swaps-red-and-blue.jpg"]) {
    expectColours(await decoded(fixture(name)), [BLUE, GREEN, RED, WHITE], 12);
  }
});

test("a picture that is wider than one canvas has every pixel in its place", async () => {
  const columns = [0, 1, 255, 256, 2047, 2048, 4095, 4096, 4999];
  const points = columns.flatMap((x): Points => [0, 2].map((y) => [x, y] as const));
  const { colours, ...picture } = await decoded(fixture("wide.png"), points);
  expect(picture).toEqual({ width: 5000, height: 3, isAnimated: false });
  expect(colours).toEqual(points.map(([x, y]) => [x & 255, x >> 8, y, 255]));
});

test("what is no picture, too much of one or only part of one is refused by its reason", async () => {
  const svg = "<svg xmlns='http://www.w3.org/2000/svg'><script>fetch('https://example.org')</script></svg>";
  const heic = "\0\0\0\x18ftypheic\0\0\0\0mif1heic";
  const size = "\0\0\0\x14ispe\0\0\0\0\0\0\0\x20\0\0\0\x10";
  const heicBoxes = `${heic}\0\0\0\x30meta\0\0\0\0\0\0\0\x24iprp\0\0\0\x1cipco${size}`;
  const html = "<!doctype html><title>Sign in</title>";
  const jpeg = fixture("quarters.jpg");
  const garbled = Buffer.from(fixture("quarters.png"));
  garbled.fill(0x55, 45, 60);
  // Decoding it would fail on the header's checksum: it is refused before.
  const bomb = Buffer.from(fixture("quarters.png"));
  bomb.writeUInt32BE(20_000, 16);
  bomb.writeUInt32BE(20_000, 20);
  const cases: readonly (readonly [string | Buffer, string, Record<string, unknown>])[] = [
    ["", "picture-empty", {}],
    [svg, "picture-unsupported", { kind: "svg" }],
    [heicBoxes, "picture-unsupported", { kind: "heic" }],
    [html, "picture-unsupported", { kind: "text" }],
    ["%PDF-1.7\n", "picture-unsupported", { kind: "pdf" }],
    [jpeg.subarray(0, jpeg.length - 40), "picture-damaged", { reason: "cut-short" }],
    [fixture("quarters.avif").subarray(0, 200), "picture-damaged", { reason: "cut-short" }],
    [garbled, "picture-damaged", { reason: "undecodable" }],
    [bomb, "picture-too-big", { width: 20_000, height: 20_000 }],
  ];
  for (const [file, code, details] of cases) {
    const outcome = await decode(typeof file === "string" ? Buffer.from(file, "latin1") : file);
    expect(outcome).toMatchObject({ code, details });
  }
});

test("Stop before a picture is decoded ends it", async () => {
  expect(await decode(fixture("quarters.png"), QUARTERS, true)).toMatchObject({ code: "aborted" });
});
