import { describe, expect, it } from "vitest";
import { flatten, readText } from "#messages/fixtures/read-text";
import { XmlTagScanner, type XmlTag } from "./xml-scan.ts";

function scan(text: string, pieceChars: number): XmlTag[] {
  const scanner = new XmlTagScanner(new Set(["data"]));
  const tags: XmlTag[] = [];
  for (let at = 0; at < text.length; at += pieceChars)
    tags.push(...scanner.push(text.slice(at, at + pieceChars)));
  return tags;
}

const XML = `<?xml version='1.0'?><!DOCTYPE smses [ <!ENTITY x "boom>"> ]><!-- <sms body="no"/> -- > -->
<smses count="2"><sms  body = "a &gt; &quot;b&quot; &x; > &#55357;&#56846;" empty='' flag  type='1'/><part data="AAAA>BBBB" ct="x"></part></smses>`;

describe("XmlTagScanner", () => {
  it.each([1, 2, 3, 5, 1000])("reads in pieces of %i characters", (pieceChars) => {
    const tags = scan(XML, pieceChars).map(({ name, isClosing, isSelfClosed, attributes }) => [
      `${isClosing ? "/" : ""}${name}${isSelfClosed ? "/" : ""}`,
      Object.fromEntries(attributes),
    ]);
    expect(tags).toEqual([
      ["smses", { count: "2" }],
      ["sms/", { body: 'a > "b" &x; > \u{1f60e}', empty: "", type: "1" }],
      ["part", { ct: "x" }],
      ["/part", {}],
      ["/smses", {}],
    ]);
  });

  it.each(["<", "<a b='", "<!--", "<![", "<a ".repeat(9), "a<b<c", "<>", "</>"])(
    "goes through %j",
    (text) => {
      expect(scan(text.repeat(1000), 100).length).toBeLessThanOrEqual(text.length * 1000);
    },
  );
});

function backup(records: string): string {
  return `<?xml version='1.0' encoding='UTF-8' ?>\n<smses count="9">${records}</smses>`;
}

function sms(
  type: number,
  date: number,
  body: string,
  more = 'address="+49 151 1234567" contact_name="Ana"',
): string {
  return `<sms protocol="0" ${more} date="${date}" type="${type}" body="${body}" readable_date="x" />`;
}

const AT = 1_795_511_700_000;

describe("an SMS backup", () => {
  it("has a thread for each number, however it is written, and drops drafts", async () => {
    const parsed = await readText(
      backup(
        sms(1, AT + 1000, "in") +
          sms(2, AT, "out &#55357;&#56846;", 'address="+491511234567" contact_name="null"') +
          sms(3, AT, "draft") +
          sms(1, AT, "code 1234", 'address="MyBank" contact_name="(Unknown)"'),
      ),
    );
    expect(parsed.threads.map(({ thread }) => [thread.title, thread.kind])).toEqual([
      ["Ana", "dm"],
      ["MyBank", "dm"],
    ]);
    expect(flatten(parsed).map(({ sender, text }) => [sender, text])).toEqual([
      ["Me", "out \u{1f60e}"],
      ["Ana", "in"],
      ["MyBank", "code 1234"],
    ]);
    expect(parsed.threads[0]!.thread.people.map(({ isSelf }) => isSelf)).toEqual([false, true]);
  });

  it("lists pictures without keeping them", async () => {
    const picture = "QUJD".repeat(500_000);
    const parsed = await readText(
      backup(`<mms date="${AT / 1000}" msg_box="1" address="+491511234567" contact_name="Ana" sub="Look">
        <parts><part seq="0" ct="image/jpeg" name="null" cl="cat.jpg" data="${picture}"/></parts>
        <addrs><addr address="+491511234567" type="137"/></addrs></mms>`),
    );
    expect(parsed.threads[0]!.messages[0]).toMatchObject({
      text: "Look",
      time: { epochMs: AT },
      attachments: [{ name: "cat.jpg", mime: "image/jpeg", state: "included" }],
    });
    expect(JSON.stringify(parsed)).not.toContain("QUJDQUJD");
  });

  it("goes on after bad records, and says when the file stops", async () => {
    const text = backup(`${sms(1, AT, "a")}<sms date="x" body="b"/>${sms(1, AT + 1, "c")}`);
    const parsed = await readText(text.slice(0, -4));
    expect(flatten(parsed).map(({ text: body }) => body)).toEqual(["a", "c"]);
    expect(parsed.issues).toEqual([
      { code: "unreadable-record", line: 2, sample: "date=x body=b" },
      { code: "file-incomplete" },
    ]);
  });
});
