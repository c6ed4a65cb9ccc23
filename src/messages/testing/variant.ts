/**
 * @file What a writer of test exports is (spec messages-calendar 1.11): one list of messages goes in, a file of some
 * format and variant comes out. Formats are spelled out by hand and share nothing with the importers.
 */
import type { TrueMessage } from "#messages/fixtures/whatsapp-variants";
import type { SourceKind } from "#messages/message";

export interface FormatVariant {
  readonly name: string;
  readonly source: SourceKind;
  readonly fileName: string;
  readonly write: (truth: readonly TrueMessage[]) => Blob | Promise<Blob>;
  /** Sender whom the format says to be the person who exported. */
  readonly self?: string;
  /** That person is called "Me". */
  readonly callsSelfMe?: boolean;
  /** The format has no empty lines in a message. */
  readonly oneParagraph?: boolean;
  /** The format has no seconds. */
  readonly minutesOnly?: boolean;
}

/** The offset of the zone of the truth, Europe/Berlin in November. */
const OFFSET = "+01:00";

/** Milliseconds since the epoch of a wall time of the truth. */
export function epochOf(local: string): number {
  return Date.parse(`${local}${OFFSET}`);
}

/** Numbers of the people, from 1, in order of appearance. */
export function numbersOf(truth: readonly TrueMessage[]): ReadonlyMap<string, number> {
  return new Map([...new Set(truth.map(({ sender }) => sender))].map((sender, at) => [sender, at + 1]));
}

/** JSON with nothing but ASCII, as PHP and Python write it. */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
