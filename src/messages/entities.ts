/** @file Character references of XML and HTML. No entity that a document declares itself is ever expanded. */

/** The five of XML and the ones that people's text has; of others the reference stays as written. */
const NAMED: ReadonlyMap<string, string> = new Map(
  Object.entries({
    amp: "&",
    lt: "<",
    gt: ">",
    quot: '"',
    apos: "'",
    colon: ":",
    semi: ";",
    lpar: "(",
    rpar: ")",
    num: "#",
    period: ".",
    sol: "/",
    Tab: "\t",
    NewLine: "\n",
    nbsp: "\u00a0",
    shy: "\u00ad",
    ensp: "\u2002",
    emsp: "\u2003",
    thinsp: "\u2009",
    zwnj: "\u200c",
    zwj: "\u200d",
    lrm: "\u200e",
    rlm: "\u200f",
    ndash: "–",
    mdash: "—",
    lsquo: "‘",
    rsquo: "’",
    sbquo: "‚",
    ldquo: "“",
    rdquo: "”",
    bdquo: "„",
    laquo: "«",
    raquo: "»",
    bull: "•",
    middot: "·",
    hellip: "…",
    euro: "€",
    pound: "£",
    yen: "¥",
    sect: "§",
    copy: "©",
    reg: "®",
    trade: "™",
    deg: "°",
    times: "×",
    rarr: "→",
    larr: "←",
    auml: "ä",
    ouml: "ö",
    uuml: "ü",
    Auml: "Ä",
    Ouml: "Ö",
    Uuml: "Ü",
    szlig: "ß",
    agrave: "à",
    aacute: "á",
    acirc: "â",
    atilde: "ã",
    ccedil: "ç",
    egrave: "è",
    eacute: "é",
    ecirc: "ê",
    iacute: "í",
    ntilde: "ñ",
    oacute: "ó",
    ocirc: "ô",
    otilde: "õ",
    uacute: "ú",
    ugrave: "ù",
  }),
);

const REFERENCE = /&(?:#(\d{1,8})|#[xX]([0-9A-Fa-f]{1,6})|([A-Za-z]{2,8}));/g;
const REPLACEMENT = "\ufffd";

/**
 * Text with its references replaced. Surrogates written one by one (`&#55357;&#56846;`, invalid but common) become one
 * character; a lone one and what is no character become U+FFFD; control characters go.
 */
export function decodeEntities(text: string): string {
  if (!text.includes("&")) return text;
  const decoded = text.replace(REFERENCE, (found, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return NAMED.get(name) ?? found;
    return characterOf(decimal === undefined ? Number.parseInt(hex!, 16) : Number(decimal));
  });
  return decoded.replace(/\p{Surrogate}/gu, REPLACEMENT);
}

function characterOf(code: number): string {
  if (code > 0x10ffff) return REPLACEMENT;
  if (code < 0x20 && code !== 9 && code !== 10 && code !== 13) return "";
  return code > 0xffff ? String.fromCodePoint(code) : String.fromCharCode(code);
}
