/** @file What could not be read of a calendar file, in sentences. */
import type { CalendarIssue, CalendarIssueCode } from "#calendar/imported-event";

type Sentence = (issue: CalendarIssue) => string;

const times = (count: number, one: string, many: string): string =>
  count === 1 ? one : many.replace("#", count.toLocaleString("en"));

const SENTENCES = {
  "bad-line": ({ count, line }) =>
    times(
      count,
      `Line ${line} is not a calendar line and was left out.`,
      `# lines are not calendar lines and were left out, the first is line ${line}.`,
    ),
  "bad-date": ({ count, line }) =>
    times(
      count,
      `A date does not exist and was left out (line ${line}).`,
      `# dates do not exist and were left out, the first on line ${line}.`,
    ),
  "no-start": ({ count }) => times(count, "One event has no start.", "# events have no start."),
  "unknown-zone": ({ count, detail }) =>
    times(
      count,
      `The time zone “${detail}” is not known.`,
      `The time zone “${detail}” of # times is not known.`,
    ),
  "repeat-refused": ({ count }) =>
    times(
      count,
      "One event repeats more often than daily: only its first time is shown.",
      "# events repeat more often than daily: only their first times are shown.",
    ),
  "repeat-unsupported": ({ count }) =>
    times(
      count,
      "One event repeats in a way that is not read: only its first time is shown.",
      "# events repeat in ways that are not read: only their first times are shown.",
    ),
  "change-unsupported": ({ count }) =>
    times(
      count,
      "One series changes from a date on in a way that is not read: only that date is changed.",
      "# series change from a date on in ways that are not read: only those dates are changed.",
    ),
  duplicate: ({ count }) => times(count, "One event was there twice.", "# events were there more than once."),
  cancelled: ({ count }) =>
    times(count, "One cancelled event was left out.", "# cancelled events were left out."),
  task: ({ count }) => times(count, "One to-do was left out.", "# to-dos were left out."),
  cut: () => "The file has more than 50,000 parts; the rest was left out.",
} as const satisfies Record<CalendarIssueCode, Sentence>;

export function issueText(issue: CalendarIssue): string {
  return SENTENCES[issue.code](issue);
}
