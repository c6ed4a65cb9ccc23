import { describe, expect, it } from "vitest";
import { flatten, readText } from "#messages/fixtures/read-text";

const VTT = `WEBVTT - Standup
Kind: captions

STYLE
::cue { color: red }

intro
00:01.000 --> 00:03.000 align:start
<v Mara Lind>Hello &amp; <i>welcome</i></v>

2
00:00:04.500 --> 00:00:06.000
<v Mara Lind>everybody</v>

00:00:07.000 --> 00:00:08.000
<v.loud Ola>Hi</v> <v Mara Lind>Ola!</v>

00:01:10.000 --> 00:01:12.000
nobody speaks

broken
`;

const idsOf = async (text: string, baseDate?: string) => {
  const parsed = await readText(text, baseDate === undefined ? {} : { baseDate }, "Weekly sync.vtt");
  return parsed.threads.flatMap(({ messages }) => messages.map(({ id }) => id));
};
const meeting = (...texts: readonly string[]) =>
  `WEBVTT\n\n${texts.map((text, at) => `00:0${at}:00.000 --> 00:0${at}:02.000\n<v Mara>${text}</v>\n`).join("\n")}`;

describe("a transcript", () => {
  it("merges what one person says in a row, and asks for its day", async () => {
    const parsed = await readText(VTT, {}, "Standup.vtt");
    expect(parsed.source).toBe("transcript");
    expect(parsed.threads[0]!.thread).toMatchObject({ title: "Standup", kind: "transcript" });
    expect(flatten(parsed)).toEqual([
      { sender: "Mara Lind", time: null, text: "Hello & welcome everybody", kind: "text" },
      { sender: "Ola", time: null, text: "Hi", kind: "text" },
      { sender: "Mara Lind", time: null, text: "Ola!", kind: "text" },
      { sender: "Speaker", time: null, text: "nobody speaks", kind: "text" },
    ]);
    expect(parsed.questions).toEqual([{ kind: "base-date", suggestion: "2026-11-28" }]);
    expect(parsed.issues).toEqual([{ code: "unreadable-record", line: 6, sample: "broken" }]);
  });

  it.each([
    ["2026-11-24", "2026-11-24T00:01:10", "day"],
    ["2026-11-24T10:15", "2026-11-24T10:16:10", "s"],
  ])("begins at %s when told so", async (baseDate, local, precision) => {
    const parsed = await readText(VTT, { baseDate }, "Standup.vtt");
    expect(parsed.questions).toEqual([]);
    expect(parsed.threads[0]!.messages.at(-1)!.time).toMatchObject({ local, precision });
  });

  it.each([
    ["2026-11-24T10:15", "2026-12-01T10:15"],
    [undefined, undefined],
  ])("of a meeting that comes again is another one (%s, %s)", async (firstDay, secondDay) => {
    const first = await idsOf(meeting("Good morning", "ok", "bye"), firstDay);
    const second = await idsOf(meeting("Good morning", "ok", "see you"), secondDay);
    expect(new Set([...first, ...second]).size).toBe(6);
    expect(await idsOf(meeting("Good morning", "ok", "bye"), firstDay)).toEqual(first);
  });

  it("called System is a person like any other", async () => {
    const parsed = await readText("WEBVTT\n\n00:01.000 --> 00:02.000\n<v System>The user consents</v>\n");
    expect(flatten(parsed)).toMatchObject([{ sender: "System", kind: "text" }]);
  });
});
