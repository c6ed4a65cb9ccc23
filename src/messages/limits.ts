/** @file Every limit of an import, in one place (spec messages-calendar 2, "Limits"). Sizes in bytes unless named otherwise. */

/** Larger text is refused: it would not fit the memory of a phone's tab once parsed. */
export const MAX_TEXT_BYTES = 200 * 1024 * 1024;
/** Formats that are read in pieces may be larger, as far as their messages fit. */
export const MAX_STREAM_BYTES = 4 * 1024 * 1024 * 1024;
/** UTF-16 code units kept of one message; the rest is cut and flagged `truncated`. */
export const MAX_MESSAGE_CHARS = 64 * 1024;
/** UTF-16 code units looked at of one message: room for what cleaning takes out. The rest is dropped unread. */
export const MAX_RAW_MESSAGE_CHARS = 2 * MAX_MESSAGE_CHARS;
/** UTF-16 code units kept of one line of a file. */
export const MAX_LINE_CHARS = 1024 * 1024;
/** Messages kept of one thread; an issue says when there were more. */
export const MAX_THREAD_MESSAGES = 500_000;
/** Messages kept of one file with many threads. */
export const MAX_IMPORT_MESSAGES = 1_000_000;
/** Conversations of one file: a chat account has hundreds, a large mailbox a quarter of its mails. */
export const MAX_THREADS = 250_000;
/** Issues reported one by one; a person reads no more. */
export const MAX_ISSUES = 100;
/** UTF-16 code units of an unreadable record shown to the person. */
export const MAX_SAMPLE_CHARS = 120;
/** UTF-16 code units of the first line in `import-unrecognised`. */
export const MAX_FIRST_LINE_CHARS = 80;
/** UTF-16 code units of a person's display name. */
export const MAX_NAME_CHARS = 60;
/** UTF-16 code units of an attachment's label. */
export const MAX_LABEL_CHARS = 255;
/** UTF-16 code units looked at of a name or label. */
export const MAX_RAW_LABEL_CHARS = 16 * 1024;

/** Read to find out what a file is. */
export const SNIFF_BYTES = 64 * 1024;
/** Must be valid UTF-8; behind it a damaged byte costs one character, not the import. */
export const ENCODING_SAMPLE_BYTES = 256 * 1024;
/** Read and decoded at a time: one progress report and one chance to cancel each. */
export const CHUNK_BYTES = 1024 * 1024;

/** Deeper JSON is an attack on the parser; real exports stay below 12. */
export const MAX_JSON_DEPTH = 64;
/** UTF-16 code units of one JSON record or one XML attribute; messages are a thousandth of it. */
export const MAX_RECORD_CHARS = 8 * 1024 * 1024;
/** Nested elements of one record of a web page. */
export const MAX_PAGE_DEPTH = 64;
/** Nested elements of one HTML message. */
export const MAX_HTML_DEPTH = 256;
/** Reactions and links kept of one message. */
export const MAX_MESSAGE_PARTS = 200;

/** Bytes parsed of one mail, attachments not counted. */
export const MAX_MAIL_BYTES = 25 * 1024 * 1024;
/** Bytes parsed of one part of a mail: in base64 more than `MAX_RAW_MESSAGE_CHARS` of any script. */
export const MAX_MAIL_PART_BYTES = 1024 * 1024;
/** Lines parsed of one part: each costs the MIME parser ten microseconds, and no one writes so many. */
export const MAX_MAIL_PART_LINES = 20_000;
/** Parts of one mail, nested ones included; what follows is not read. */
export const MAX_MAIL_PARTS = 200;
/** Multipart in multipart. */
export const MAX_MAIL_DEPTH = 40;
/** All headers of a mail and of its parts together. */
export const MAX_MAIL_HEADER_BYTES = 256 * 1024;
/** Mails attached to mails, and forwards of forwards. */
export const MAX_FORWARD_DEPTH = 3;
/** UTF-16 code units kept of the text that a mail quotes: every answer repeats the whole conversation. */
export const MAX_MAIL_QUOTE_CHARS = 8 * 1024;
/** Addresses looked at of one mail. */
export const MAX_MAIL_ADDRESSES = 200;

/** Contacts of one file. */
export const MAX_CARDS = 50_000;
/** UTF-16 code units of one unfolded line of a contact; longer ones are pictures. */
export const MAX_CARD_LINE_CHARS = 4000;
/** Phone numbers, and mail addresses, of one contact. */
export const MAX_CARD_VALUES = 50;

export const MAX_ARCHIVE_ENTRIES = 20_000;
/** All texts of an archive together, unpacked. */
export const MAX_ARCHIVE_TEXT_BYTES = 512 * 1024 * 1024;
/** A text that inflates by more than this is an attack; real chats reach about 10. */
export const MAX_INFLATE_RATIO = 200;
/** Below this output the ratio is not judged: short repetitive chats are harmless. */
export const INFLATE_RATIO_FROM_BYTES = 10 * 1024 * 1024;

/** An import is given up when more than this share of its records is unreadable... */
export const MAX_BAD_SHARE = 0.2;
/** ...once this many records were seen. */
export const BAD_SHARE_FROM_RECORDS = 200;

/** Of one picture kept from an archive; photos of phones have 2 to 8 MB. */
export const MAX_PICTURE_BYTES = 20_000_000;
/** Pictures kept of one import, the newest first. */
export const MAX_KEPT_PICTURES = 2000;
/** All of them together; below `MAX_ARCHIVE_TEXT_BYTES`, which no reader of an archive goes beyond. */
export const MAX_KEPT_PICTURE_BYTES = 500_000_000;
