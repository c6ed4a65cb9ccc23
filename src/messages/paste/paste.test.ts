import { describe, expect, it } from "vitest";
import { flatten, readText } from "#messages/fixtures/read-text";
import { readPasteLine } from "./line.ts";

describe("readPasteLine", () => {
  it.each([
    ["Ana: hi", "Ana", "hi", null],
    ["  Ana Maria Ruiz Paz: hi: there", "Ana Maria Ruiz Paz", "hi: there", null],
    ["15:05 Ana: hi", "Ana", "hi", 54_300],
    ["[3:05 PM] Ana: hi", "Ana", "hi", 54_300],
    ["[24/11/2026, 15:05] Ana: hi", "Ana", "hi", 54_300],
    ["24.11.2026 15:05 Ana: hi", "Ana", "hi", 54_300],
    ["2026-11-24T15:05:09 Ana: hi", "Ana", "hi", 54_309],
    ["+49 151 1234567: hi", "+49 151 1234567", "hi", null],
    ["Mara Lind  10:15 AM", "Mara Lind", "", 36_900],
  ])("%s", (line, name, text, secondOfDay) => {
    expect(readPasteLine(line)).toMatchObject({ name, text, secondOfDay });
  });

  it.each([
    "https://example.test: no",
    "http: no",
    "Note: bring water",
    "Re: lunch",
    "PS: thanks",
    "TODO: call",
    "one two three four five: too many words",
    "What now?: no",
    "no colon here",
    `${"x".repeat(41)}: too long`,
  ])("%s is not a message", (line) => {
    expect(readPasteLine(line)).toBeNull();
  });
});

const UNDATED = "Ana: are we on?\nBen: yes, 3pm\nAna: great\n";

describe("a pasted chat", () => {
  it("without dates has no times and asks for its day", async () => {
    const parsed = await readText(UNDATED);
    expect(parsed.source).toBe("paste");
    expect(flatten(parsed).map(({ time }) => time)).toEqual([null, null, null]);
    expect(parsed.questions).toEqual([{ kind: "base-date", suggestion: "2026-11-28" }]);
  });

  it("takes the day that the person gives", async () => {
    const parsed = await readText(UNDATED, { baseDate: "2026-11-24" });
    expect(parsed.questions).toEqual([]);
    expect(parsed.threads[0]!.messages.map(({ time }) => [time!.local, time!.precision])).toEqual([
      ["2026-11-24T00:00:00", "day"],
      ["2026-11-24T00:00:00", "day"],
      ["2026-11-24T00:00:00", "day"],
    ]);
  });

  it("with clock times goes on to the next day when the clock goes back", async () => {
    const parsed = await readText("23:50 Ana: hi\n23:55 Ben: ho\n00:10 Ana: still up\n", {
      baseDate: "2026-11-24",
    });
    expect(flatten(parsed).map(({ time }) => time)).toEqual([
      "2026-11-24T23:50:00",
      "2026-11-24T23:55:00",
      "2026-11-25T00:10:00",
    ]);
  });

  it("with unclear dates asks for their order", async () => {
    const parsed = await readText(
      "[15:05, 3/4/2026] Ana: a\n[15:06, 5/4/2026] Ben: b\n[15:07, 7/4/2026] Ana: c\n",
    );
    expect(parsed.questions).toMatchObject([{ kind: "date-order" }]);
    expect(parsed.issues).toEqual([{ code: "date-order-assumed" }]);
  });

  it("reports lines before the first message", async () => {
    const parsed = await readText(`Copied from the chat\n${UNDATED}`);
    expect(parsed.issues).toEqual([{ code: "unreadable-line", line: 1, sample: "Copied from the chat" }]);
  });
});

it.each([
  ["one name", "Ana: a\nAna: b\nAna: c\n"],
  ["two lines among others", "Ana: a\nBen: b\nand this\n"],
  ["one name twice", "Ana: a\nAna: b\n"],
  ["prose with a few colons", `${"A sentence of a story.\n".repeat(20)}Ana: a\nBen: b\nCem: c\n`],
])("%s is no chat", async (_name, text) => {
  await expect(readText(text)).rejects.toMatchObject({ code: "import-unrecognised" });
});

it.each([{}, { baseDate: "2026-11-24" }])(
  "two pastes without times have nothing in common (%o)",
  async (options) => {
    const idsOf = async (text: string) =>
      (await readText(text, options)).threads.flatMap(({ messages }) => messages.map(({ id }) => id));
    const first = await idsOf(UNDATED);
    const second = await idsOf("Ana: lunch?\nBen: yes, 3pm\nAna: great\n");
    expect(new Set([...first, ...second]).size).toBe(6);
    expect(await idsOf(UNDATED)).toEqual(first);
  },
);

it("two lines and nothing else are an exchange", async () => {
  const { threads } = await readText("Ana: can we meet?\nBen: ok\n");
  expect(threads[0]?.messages.map(({ text }) => text)).toEqual(["can we meet?", "ok"]);
});
