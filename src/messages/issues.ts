/** @file Collects what could not be read, and gives up when too much could not. */
import { AppError } from "#shared/errors";
import { BAD_SHARE_FROM_RECORDS, MAX_BAD_SHARE, MAX_ISSUES, MAX_SAMPLE_CHARS } from "./limits.ts";
import { cleanText, cutText } from "./clean-text.ts";
import type { ImportIssue } from "./message.ts";

export class IssueLog {
  readonly #issues: ImportIssue[] = [];
  #bad = 0;

  /** Keeps the first `MAX_ISSUES`; samples are cleaned and cut. */
  add(code: ImportIssue["code"], line?: number, sample?: string): void {
    if (this.#issues.length >= MAX_ISSUES) return;
    this.#issues.push({
      code,
      ...(line === undefined ? {} : { line }),
      ...(sample === undefined
        ? {}
        : { sample: cutText(cleanText(sample.slice(0, 8 * MAX_SAMPLE_CHARS)).text, MAX_SAMPLE_CHARS) }),
    });
  }

  /** As `add`, for a record that is lost to the import. */
  addBad(code: ImportIssue["code"], line: number, sample: string): void {
    this.#bad++;
    this.add(code, line, sample);
  }

  /** Reports a line with bytes that could not be decoded; it is kept. */
  noteDamage(line: string, number: number): void {
    if (line.includes("\ufffd")) this.add("unreadable-line", number, line);
  }

  /** @throws AppError `import-unrecognised` when more than a fifth of a file was unreadable. */
  ensureMostlyReadable(records: number): void {
    if (records < BAD_SHARE_FROM_RECORDS || this.#bad <= records * MAX_BAD_SHARE) return;
    throw new AppError("import-unrecognised", "too many unreadable records", {
      unreadable: this.#bad,
      records,
      firstLine: cutText(this.#issues[0]?.sample ?? "", 80),
    });
  }

  list(): readonly ImportIssue[] {
    return this.#issues;
  }
}
