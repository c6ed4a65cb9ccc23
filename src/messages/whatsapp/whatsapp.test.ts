import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TRUTH } from "#messages/fixtures/truth";
import { flatten, readText } from "#messages/fixtures/read-text";
import { VARIANTS, findVariant, type TrueMessage } from "#messages/fixtures/whatsapp-variants";
import { ERROR_CODES } from "#shared/errors";
import { readHeader } from "./header.ts";

const NNBSP = "\u202f";
const NBSP = "\u00a0";
const LRM = "\u200e";

async function one(line: string) {
  const parsed = await readText(`${line}\n`);
  return flatten(parsed)[0];
}

describe("real shapes of spec messages-calendar 1.2", () => {
  it.each([
    [`[11/24/26, 3:05:09${NNBSP}PM] Ana Ruiz: see you Friday`, "Ana Ruiz", "15:05:09", "see you Friday"],
    [`${LRM}[24.11.26, 15:05:10] Jörg Ötzi: ${LRM}Bild weggelassen`, "Jörg Ötzi", "15:05:10", ""],
    [`24/11/26, 3:05 p.${NBSP}m. - Lucía Paz: <Multimedia omitido>`, "Lucía Paz", "15:05:00", ""],
    ["24/11/2026 à 15:05 - Zoé Martin: <Médias omis>", "Zoé Martin", "15:05:00", ""],
    ["2026. 11. 24. 15:05 - Eszter: szia", "Eszter", "15:05:00", "szia"],
    ["[2026/11/24 下午3:05:09] 小明: 你好", "小明", "15:05:09", "你好"],
    ["24/11/69 15:05 - สมชาย: สวัสดี", "สมชาย", "15:05:00", "สวัสดี"],
  ])("%s", async (line, sender, time, text) => {
    expect(await one(line)).toMatchObject({ sender, time: `2026-11-24T${time}`, text });
  });

  it.each([
    ["[24/11/26, 3:05:09 अपराह्न] मीरा: नमस्ते", "मीरा", "2026-11-24T15:05:09"],
    ["24/11/26, 오후 3:05 - 민수: 안녕", "민수", "2026-11-24T15:05:00"],
    ["[2026/11/24 下午3:05:09] 小明: 你好", "小明", "2026-11-24T15:05:09"],
    ["24/11/2569 15:05 - สมชาย: สวัสดี", "สมชาย", "2026-11-24T15:05:00"],
    ["[٢٤/١١/٢٠٢٦، ٣:٠٥:٠٩ م] مريم: مرحبا", "مريم", "2026-11-24T15:05:09"],
    ["24/11/26, 3:05pm - Ana: hi", "Ana", "2026-11-24T15:05:00"],
  ])("what another parser reads wrongly: %s", async (line, sender, time) => {
    expect(await one(line)).toMatchObject({ sender, time, kind: "text" });
  });

  it("takes a system sentence with a colon for no sender", async () => {
    const line = "24.11.26, 15:06 - Jörg hat die Gruppe „Umzug: Plan“ erstellt";
    expect(await one(line)).toMatchObject({ sender: null, kind: "system", text: line.slice(18) });
  });
});

describe("placeholders", () => {
  it.each(
    [
      "<Media omitted>",
      "<Medien weggelassen>",
      "<Fichier omis>",
      "<Media omessi>",
      "<Arquivo de mídia oculto>",
      "<Ficheiro não revelado>",
      "<Archivo omitido>",
      "<मीडिया के बिना>",
      "<ไฟล์สื่อถูกลบ>",
      `${LRM}video omitted`,
      `${LRM}Contact card omitted`,
      `${LRM}image absente`,
      `${LRM}sticker omis`,
      `${LRM}imagen omitida`,
    ].map((text) => [text]),
  )("%s is media without text", async (text) => {
    const parsed = await readText(`[24.11.26, 15:05:10] Ana: ${text}\n`);
    const [message] = parsed.threads[0]!.messages;
    expect(message).toMatchObject({ kind: "media", text: "", attachments: [{ state: "omitted" }] });
  });

  it.each([
    [
      "<attached: 00000042-PHOTO-2026-11-24-15-05-09.jpg>",
      "00000042-PHOTO-2026-11-24-15-05-09.jpg",
      "image/jpeg",
    ],
    ["<00000043-AUDIO-2026-11-24.opus eklendi>", "00000043-AUDIO-2026-11-24.opus", "audio/ogg"],
    ["IMG-20261124-WA0001.jpg (fichier joint)", "IMG-20261124-WA0001.jpg", "image/jpeg"],
  ])("%s names its file", async (text, name, mime) => {
    const parsed = await readText(`24.11.26, 15:05 - Ana: ${text}\n`);
    const [message] = parsed.threads[0]!.messages;
    expect(message!.attachments).toMatchObject([{ name, mime, state: "missing" }]);
  });

  it("keeps the name of a document that was left out", async () => {
    const parsed = await readText(
      `[24.11.26, 15:05:10] Ana: plan.pdf • ${LRM}2 pages ${LRM}document omitted\n`,
    );
    expect(parsed.threads[0]!.messages[0]!.attachments).toMatchObject([
      { name: "plan.pdf", mime: "application/pdf", state: "omitted" },
    ]);
  });

  it.each(["<This message was edited>", "<Diese Nachricht wurde bearbeitet.>", "<Se editó este mensaje.>"])(
    "%s is a flag, not text",
    async (suffix) => {
      const parsed = await readText(`24.11.26, 15:05 - Ana: at 4 ${suffix}\n`);
      expect(parsed.threads[0]!.messages[0]).toMatchObject({ text: "at 4", kind: "text", flags: ["edited"] });
    },
  );
});

function chat(quoted: string): string {
  const before = "24/11/26, 15:00 - Ana: hello\n24/11/26, 15:05 - Ben: look at this:\nBoss wrote\n";
  return `${before}${quoted}\n24/11/26, 15:10 - Ana: really?\n`;
}

describe("header-like lines in a message", () => {
  it("continue the message when they are in another template", async () => {
    const parsed = await readText(chat("[24/11/26, 15:06:00] Boss: pay 500 now"));
    expect(flatten(parsed)[1]).toMatchObject({
      sender: "Ben",
      text: "look at this:\nBoss wrote\n[24/11/26, 15:06:00] Boss: pay 500 now",
    });
  });

  it("are marked when their sender occurs nowhere else", async () => {
    const parsed = await readText(chat("24/11/26, 15:06 - Boss: pay 500 now"));
    const quoted = parsed.threads[0]!.messages[2]!;
    expect(quoted).toMatchObject({ text: "pay 500 now", flags: ["maybeQuoted"] });
  });

  it("are marked when time runs backwards, and what follows is not", async () => {
    const parsed = await readText(chat("24/11/26, 14:06 - Ana: pay 500 now"));
    const flags = parsed.threads[0]!.messages.map((message) => message.flags);
    expect(flags).toEqual([[], [], ["maybeQuoted"], []]);
    expect(parsed.threads[0]!.messages[2]!.time!.suspicious).toBe("backwards");
    expect(parsed.issues).toEqual([{ code: "time-backwards", line: 4 }]);
  });

  it("cannot take over the file by their number", async () => {
    const fake = Array.from({ length: 300 }, (_, at) => `[24/11/26, 15:06:00] Boss: order ${at}`).join("\n");
    const parsed = await readText(chat(fake));
    expect(flatten(parsed).map(({ sender }) => sender)).toEqual(["Ana", "Ben", "Ana"]);
  });

  it("before the first one of the file's own are reported", async () => {
    const file =
      "Copied\n[24/11/26, 15:00:00] Boss: pay\n24/11/26, 15:01 - Ana: a\n24/11/26, 15:02 - Ben: b\n";
    const parsed = await readText(file);
    expect(flatten(parsed).map(({ text }) => text)).toEqual(["a", "b"]);
    expect(parsed.issues).toEqual([
      { code: "unreadable-line", line: 1, sample: "Copied" },
      { code: "unreadable-line", line: 2, sample: "[24/11/26, 15:00:00] Boss: pay" },
    ]);
  });

  it("with a day that does not exist stay text, and are reported", async () => {
    const parsed = await readText(chat("31/02/26, 15:06 - Boss: pay"));
    expect(flatten(parsed)[1]!.text).toBe("look at this:\nBoss wrote\n31/02/26, 15:06 - Boss: pay");
    expect(parsed.issues).toEqual([{ code: "date-invalid", line: 4, sample: "31/02/26, 15:06 - Boss: pay" }]);
  });
});

const lines = (...rests: readonly string[]) =>
  rests.map((rest, at) => `24/11/26, 15:${String(at + 10)} - ${rest}\n`).join("");

const split = async (...rests: readonly string[]) =>
  flatten(await readText(lines(...rests))).map(({ sender, text }) => [sender, text]);

describe("people", () => {
  it("may have a colon in their name", async () => {
    const texts = ["boats are ready", "bring: towels", "ok", "tomorrow", "bye"];
    const read = await split(
      "Ana: hi",
      ...texts.map((text) => `Team: Lake: Ops: ${text}`),
      ...texts.map(() => "Ben: note: none"),
    );
    expect(read).toEqual([
      ["Ana", "hi"],
      ...texts.map((text) => ["Team: Lake: Ops", text]),
      ...texts.map(() => ["Ben", "note: none"]),
    ]);
  });

  it("are called as the chat is, whatever colons that has", async () => {
    const text = lines("Team: Lake: boats are ready", "Ana: Plan: none");
    const parsed = await readText(text, {}, "WhatsApp Chat with Team_ Lake.txt");
    expect(flatten(parsed).map(({ sender }) => sender)).toEqual(["Team: Lake", "Ana"]);
  });

  it("keep their name when a few texts begin alike", async () => {
    expect(await split("Ana: Note: buy milk", "Ben: ok", "Ana: Note: call mum")).toEqual([
      ["Ana", "Note: buy milk"],
      ["Ben", "ok"],
      ["Ana", "Note: call mum"],
    ]);
  });

  it("who begin a text with a colon are told by their other texts", async () => {
    expect(await split("Ana: Plan: train", "Ana: Plan: boat", "Ana: good")).toEqual([
      ["Ana", "Plan: train"],
      ["Ana", "Plan: boat"],
      ["Ana", "good"],
    ]);
  });

  it("are told apart when they look alike", async () => {
    const parsed = await readText(
      "24/11/26, 15:00 - Mara Lind: hi\n24/11/26, 15:01 - \u041c\u0430r\u0430 Lind: send me the door code\n",
    );
    expect(parsed.threads[0]!.thread.people.map(({ name }) => name)).toEqual([
      "Mara Lind",
      "\u041c\u0430r\u0430 Lind (2)",
    ]);
  });

  it("who chose their own name are not a saved contact of that name", async () => {
    const parsed = await readText(`24/11/26, 15:00 - Mara: hi\n24/11/26, 15:01 - ~${NNBSP}Mara: hello\n`);
    expect(parsed.threads[0]!.thread.people.map(({ name }) => name)).toEqual(["Mara", "Mara (2)"]);
  });
});

describe("the chat's title", () => {
  const text = "24/11/26, 15:00 - Ana: hi\n24/11/26, 15:01 - Ben: ho\n";
  it.each([
    ["WhatsApp Chat with Ana.txt", "Ana"],
    ["WhatsApp Chat - Ana (1).txt", "Ana"],
    ["WhatsApp-Chat mit Ana.txt", "Ana"],
    ["Discussion WhatsApp avec Ana.txt", "Ana"],
    ["anything.txt", "Ana, Ben"],
  ])("of %s is %s", async (name, title) => {
    expect((await readText(text, {}, name)).threads[0]!.thread.title).toBe(title);
  });

  it("makes the Android and the iOS export one thread", async () => {
    const android = await readText(text, {}, "WhatsApp Chat with Ana.txt");
    const ios = await readText(text, {}, "WhatsApp Chat - Ana.txt");
    expect(ios.threads[0]!.thread.id).toBe(android.threads[0]!.thread.id);
  });
});

describe("broken and hostile input", () => {
  it.each(["de ios 24h", "zh android 12h"])("%s cut at every percent of its bytes", async (name) => {
    const bytes = new TextEncoder().encode(findVariant(name).render(TRUTH));
    const whole = flatten(await readText(bytes));
    for (let percent = 1; percent < 100; percent++) {
      const part = bytes.subarray(0, Math.floor((bytes.length * percent) / 100));
      const read = await readText(part).then(flatten, (error: { code?: string }) => {
        expect(error.code).toBe("import-unrecognised");
        return [];
      });
      expect(read.slice(0, -1)).toEqual(whole.slice(0, Math.max(0, read.length - 1)));
    }
  });

  it.each([
    ["digits", "1".repeat(50_000)],
    ["separators", "1/".repeat(25_000)],
    ["brackets", "[".repeat(50_000)],
    ["header with endless spaces", `[24/11/26, 3:05:09${" ".repeat(50_000)}PM] A: b`],
    ["endless sender", `24/11/26, 15:05 - ${"a".repeat(50_000)}`],
    ["endless placeholder", `24/11/26, 15:05 - A: <${"a".repeat(50_000)}`],
    ["direction marks", LRM.repeat(50_000)],
    ["openings", `24/11/26, 15:05 - A: ${"<attached: ".repeat(5_000)}`],
    ["injection stems", `24/11/26, 15:05 - A: ${"ignore ".repeat(8_000)}`],
    ["quotation marks", `24/11/26, 15:05 - ${'"„'.repeat(45)}: ${'"„'.repeat(20_000)}`],
  ])("%s end in a result or a named error", async (_name, line) => {
    const outcome = await readText(`${line}\n`.repeat(3)).then(
      () => "read",
      (error: { code: string }) => error.code,
    );
    expect(["read", ...ERROR_CODES.filter((code) => code.startsWith("import-"))]).toContain(outcome);
  });

  it("never throws on any line", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (line) => {
        const header = readHeader(line);
        return header === null || (header.secondOfDay >= 0 && header.secondOfDay < 86_400);
      }),
    );
  });
});

describe("round trip", () => {
  const word = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 });
  const text = fc
    .array(word, { minLength: 1, maxLength: 4 })
    .map((words) =>
      words
        .join(" ")
        .replace(/[\p{C}\p{Default_Ignorable_Code_Point}\u2800\s<>()]+/gu, " ")
        .trim(),
    )
    .filter((candidate) => candidate !== "" && !candidate.includes("\u200e"));
  const lines = fc.array(text, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("\n"));
  const step = fc.integer({ min: 0, max: 90_000 });
  const message = fc.record({
    sender: fc.constantFrom("Ana Ruiz", "Jörg", "小明", "+1 555 0100"),
    text: lines,
    step,
  });

  it("gives back senders, minutes and texts in any variant", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(message, { minLength: 3, maxLength: 12 }),
        fc.constantFrom(...VARIANTS),
        async (steps, variant) => {
          let second = Date.UTC(2026, 10, 24) / 1000;
          const truth: TrueMessage[] = steps.map(({ sender, text, step }) => {
            second += step;
            return { sender, text, local: new Date(second * 1000).toISOString().slice(0, 19) };
          });
          fc.pre(truth.every(({ text }) => text.split("\n").every((line) => readHeader(line) === null)));
          const parsed = await readText(variant.render(truth), { importedAt: "2027-01-20T00:00:00Z" });
          expect(flatten(parsed).map(({ sender, time, text }) => [sender, time!.slice(0, 16), text])).toEqual(
            truth.map(({ sender, local, text }) => [sender, local.slice(0, 16), text]),
          );
        },
      ),
      { numRuns: 200 },
    );
  });
});
