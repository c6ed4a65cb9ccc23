/** @file Words of mail programs around what they repeat, in the languages of spec messages-calendar 1.9. Lower case. */

export type HeaderWord = "from" | "date" | "to" | "cc" | "subject" | "reply-to";

export const HEADER_WORDS: ReadonlyMap<string, HeaderWord> = new Map<string, HeaderWord>([
  ...words("from", ["from", "von", "de", "da", "expéditeur", "remitente", "mittente", "प्रेषक", "से", "จาก"]),
  ...words("date", [
    "date",
    "sent",
    "datum",
    "gesendet",
    "envoyé",
    "envoyé le",
    "data",
    "inviato",
    "fecha",
    "enviado",
    "enviado el",
    "enviada em",
    "enviado em",
    "दिनांक",
    "तारीख",
    "भेजा गया",
    "วันที่",
    "ส่งเมื่อ",
    "ส่ง",
  ]),
  ...words("to", ["to", "an", "à", "a", "para", "destinataire", "destinatario", "प्रति", "को", "ถึง"]),
  ...words("cc", ["cc", "kopie", "copie à", "copia", "प्रतिलिपि", "สำเนา"]),
  ...words("subject", ["subject", "betreff", "objet", "oggetto", "asunto", "assunto", "विषय", "เรื่อง"]),
  ...words("reply-to", ["reply-to", "antwort an", "répondre à", "rispondi a", "responder a"]),
]);

function words(word: HeaderWord, names: readonly string[]): (readonly [string, HeaderWord])[] {
  return names.map((name) => [name, word] as const);
}

/** Between dashes, in front of a mail that is repeated below. */
export const ORIGINAL_MARKERS: ReadonlySet<string> = new Set([
  "original message",
  "original appointment",
  "ursprüngliche nachricht",
  "originalnachricht",
  "message d'origine",
  "message original",
  "messaggio originale",
  "mensaje original",
  "mensagem original",
  "मूल संदेश",
  "ข้อความต้นฉบับ",
]);

/** Between dashes, or in front of a colon. */
export const FORWARD_MARKERS: ReadonlySet<string> = new Set([
  "forwarded message",
  "begin forwarded message",
  "weitergeleitete nachricht",
  "anfang der weitergeleiteten nachricht",
  "message transféré",
  "début du message transféré",
  "début du message réexpédié",
  "messaggio inoltrato",
  "inizio messaggio inoltrato",
  "mensaje reenviado",
  "inicio del mensaje reenviado",
  "mensagem encaminhada",
  "início da mensagem encaminhada",
  "início de mensagem reencaminhada",
  "अग्रेषित संदेश",
  "ข้อความที่ส่งต่อ",
]);

/** How the line above a quotation begins. */
export const WROTE_STARTS =
  /^(?:on|am|le|il|el|em|a|den|op|ในวันที่|เมื่อ|วัน|इस तारीख को|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2} \p{L}{3,12}|\d{4}年)(?=[\s\p{N}(,:.॰]|วัน|$)/iu;

/** How it ends. */
export const WROTE_ENDINGS =
  /(?:wrote|writes|schrieb|schrieb .{1,200}|a écrit|écrivait|ha scritto|scrive|escribió|escreveu|schreef|लिखा|เขียนว่า|เขียน)[\s\u00a0]?[:：]$/iu;

/** Prefixes of replies and forwards in subjects. */
const SUBJECT_PREFIX = /^(?:(?:re|fwd?|aw|wg|rv|tr|res|enc|antw|fw)(?:\[\d{1,4}\])?\s?:\s*)+/i;
const FORWARD_PREFIX = /^(?:fwd?|wg|tr|rv|enc|fw)(?:\[\d{1,4}\])?\s?:/i;

/** A subject as it is in all mails of a conversation. */
export function bareSubject(subject: string): string {
  return subject.trim().replace(SUBJECT_PREFIX, "").trim();
}

export function isForwardSubject(subject: string): boolean {
  return FORWARD_PREFIX.test(subject.trim());
}
