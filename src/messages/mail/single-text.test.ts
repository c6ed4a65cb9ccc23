import PostalMime from "postal-mime";
import { describe, expect, it } from "vitest";
import { readSingleText } from "./single-text.ts";

const PLAIN = ["Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: quoted-printable"];

function mail(headers: readonly string[], body: string, lineEnd = "\n"): Uint8Array<ArrayBuffer> {
  const names = [
    "From: =?UTF-8?Q?M=C3=A1ra?= <Mara@Ex.test>",
    "To: a@ex.test,",
    "\tTeam: b@ex.test, c@ex.test;",
  ];
  const more = ["Cc: d@ex.test", "Subject: =?UTF-8?B?SMO8dHRl?=", " at the lake", "Message-ID: <1@ex.test>"];
  return new TextEncoder().encode([...names, ...more, ...headers, "", body].join(lineEnd));
}

/** What of a mail is read elsewhere. */
async function both(bytes: Uint8Array<ArrayBuffer>): Promise<readonly [object | null, object]> {
  const parsed = await PostalMime.parse(bytes, { forceRfc822Attachments: true });
  const own = readSingleText(bytes);
  return [own && pick(own), pick(parsed)];
}

function pick(email: Awaited<ReturnType<typeof PostalMime.parse>>): object {
  const { headers, from, sender, subject, messageId, inReplyTo, references, text, html, attachments } = email;
  const { to = [], cc = [], replyTo = [] } = email;
  return {
    headers,
    from,
    sender,
    to,
    cc,
    replyTo,
    subject,
    messageId,
    inReplyTo,
    references,
    text,
    html,
    attachments,
  };
}

describe("a mail of one text reads as the MIME parser reads it", () => {
  it.each([
    ["with escapes", PLAIN, "caf=C3=A9 =3D 1\nsoft=\n break=3d\n=\nend = of =ZZ it="],
    ["without a line end", PLAIN, "one\ntwo"],
    ["with nothing", PLAIN, ""],
    ["with empty lines", PLAIN, "\n\none\n\n\n"],
    ["as HTML", ['Content-Type: TEXT/HTML; Charset="ISO-8859-1"', PLAIN[1]!], "<p>caf=E9</p>\n"],
    ["without a type", [PLAIN[1]!], "hello\n"],
    [
      "with a folded type",
      ["Content-Type: text/plain;\n charset=windows-1251", PLAIN[1]!],
      "=CF=F0=E8=E2=E5=F2\n",
    ],
    [
      "with repeated headers",
      [...PLAIN, "X-A: 1", "X-A: 2", "References: <0@ex.test>", " <2@ex.test>"],
      "hello\n",
    ],
    ["with a header without a colon", [...PLAIN, "nonsense"], "hello\n"],
    ["with a name behind a no-break space", ["\u00a0From: other@ex.test", ...PLAIN], "hello\n"],
  ])("%s", async (_name, headers, body) => {
    for (const lineEnd of ["\n", "\r\n"]) {
      const [own, parsed] = await both(mail(headers, body.replaceAll("\n", lineEnd), lineEnd));
      expect(own).toEqual(parsed);
    }
  });
});

describe("left to the MIME parser", () => {
  it.each([
    ["several parts", ["Content-Type: multipart/mixed; boundary=b"]],
    ["base64", ["Content-Type: text/plain", "Content-Transfer-Encoding: base64"]],
    ["flowed text", ["Content-Type: text/plain; format=flowed", PLAIN[1]!]],
    ["an attachment", [...PLAIN, "Content-Disposition: attachment; filename=a.txt"]],
    ["a comment in the type", ["Content-Type: text/plain (really); charset=utf-8", PLAIN[1]!]],
    ["a type said twice", [...PLAIN, "Content-Type: text/html"]],
    ["an unknown charset", ["Content-Type: text/plain; charset=x-unheard", PLAIN[1]!]],
    ["a calendar", ["Content-Type: text/calendar", PLAIN[1]!]],
  ])("%s", (_name, headers) => {
    expect(readSingleText(mail(headers, "hello\n"))).toBeNull();
  });
});
