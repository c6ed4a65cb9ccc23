/** @file Tables of words as they are written in code: one string instead of a wall of quotation marks. */

/** Phrases parted by `|` or line ends: "can you | could you". */
export const list = (text: string): readonly string[] => text.trim().split(/\s*\|\s*|\s*\n\s*/);

/** Words parted by white space. */
export const wordList = (text: string): readonly string[] => text.trim().split(/\s+/);

export const wordSet = (text: string): ReadonlySet<string> => new Set(wordList(text));
