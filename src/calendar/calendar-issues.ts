/** @file What could not be read of a calendar file, counted by kind. */

import type { CalendarIssue, CalendarIssueCode } from "./imported-event.ts";

/** Zones named one by one. */
const MAX_DETAILS = 20;
const MAX_DETAIL_LENGTH = 80;

export class IssueList {
  readonly #issues = new Map<
    string,
    { code: CalendarIssueCode; count: number; line: number | null; detail: string | null }
  >();

  /** @param detail what is counted apart: the name of a zone */
  add(code: CalendarIssueCode, line: number | null, detail: string | null = null): void {
    const key = `${code} ${detail ?? ""}`;
    const known = this.#issues.get(key);
    if (known) known.count += 1;
    else if (detail === null || this.#issues.size < MAX_DETAILS)
      this.#issues.set(key, { code, count: 1, line, detail: detail?.slice(0, MAX_DETAIL_LENGTH) ?? null });
  }

  all(): readonly CalendarIssue[] {
    return [...this.#issues.values()];
  }
}
