import { expect, it } from "vitest";
import { readText } from "#messages/fixtures/read-text";
import { makeZip } from "#messages/testing/zip";

const card = (...lines: readonly string[]) =>
  ["BEGIN:VCARD", "VERSION:3.0", ...lines, "END:VCARD", ""].join("\r\n");
const contacts = async (text: string) =>
  (await readText(text, {}, "contacts.vcf")).contacts!.map(({ name, handles }) => [name, ...handles]);

it.each([
  [
    "vCard 3",
    card(
      "FN:Mara Lind",
      "N:Lind;Mara;;;",
      "TEL;TYPE=CELL:+49 151 123-4567",
      "EMAIL;TYPE=INTERNET:Mara@Example.test",
    ),
    ["Mara Lind", "+491511234567", "mara@example.test"],
  ],
  [
    "vCard 4",
    card("FN:Mara", 'TEL;VALUE=uri;TYPE="voice,home":tel:+49-151-1234567', "EMAIL:mailto:m@example.test"),
    ["Mara", "+491511234567", "m@example.test"],
  ],
  [
    "groups",
    card("FN:Mara", "item1.TEL:0049 151 1234567", "item1.X-ABLabel:mobile"),
    ["Mara", "+491511234567"],
  ],
  ["a folded line", card("FN:Mara Li", " nd", "\tberg"), ["Mara Lindberg"]],
  ["parts of a name", card("N:Lind;Mara;;Dr.;"), ["Mara Lind"]],
  ["escapes", card("FN:Lind\\, Mara\\; \\\\"), ["Lind, Mara; \\"]],
  [
    "vCard 2.1",
    card("N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=96tzi;J=C3=B6=", "rg;;;", "TEL;CELL:+491511234567"),
    ["Jörg Ötzi", "+491511234567"],
  ],
  ["an old charset", card("FN;CHARSET=ISO-8859-1;QUOTED-PRINTABLE:J=F6rg"), ["Jörg"]],
  ["a national number", card("FN:Mara", "TEL:0151 1234567"), ["Mara"]],
  [
    "a picture",
    card("FN:Mara", "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ", " SkZJRgABAQ", "EMAIL:m@example.test"),
    ["Mara", "m@example.test"],
  ],
])("reads %s", async (_name, text, expected) => {
  expect(await contacts(text)).toEqual([expected]);
});

it("reports cards without a name or an end, and cleans names", async () => {
  const text = `${card("TEL:+491511234567")}${card("FN:A\u202en\u200ba")}BEGIN:VCARD\r\nFN:Ben\r\n`;
  const read = await readText(text, {}, "contacts.vcf");
  expect(read.contacts!.map(({ name }) => name)).toEqual(["Ana"]);
  expect(read.issues).toMatchObject([
    { code: "unreadable-record", line: 1 },
    { code: "unreadable-record", line: 3 },
  ]);
  expect(read.source).toBe("contacts");
});

it("names the people whom chats know by number", async () => {
  const chat = await readText("24/11/26, 15:05 - +49 151 1234567: hi\n24/11/26, 15:06 - Ana: ho\n");
  const { contacts: found } = await readText(card("FN:Mara", "TEL:+491511234567"), {}, "x.vcf");
  expect(found![0]!.personIds).toEqual([chat.threads[0]!.thread.people[0]!.id]);
});

it("gathers the files of an archive", async () => {
  const zip = await makeZip({ "a/Mara.vcf": card("FN:Mara"), "b/Ben.vcf": card("FN:Ben") });
  expect((await readText(zip, {}, "contacts.zip")).contacts!.map(({ name }) => name)).toEqual([
    "Mara",
    "Ben",
  ]);
});
