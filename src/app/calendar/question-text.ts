/** @file Why a date has to be asked for, as the question a person reads. */
import type { EventProposal } from "#agent/propose-event";

type Reason = NonNullable<EventProposal["question"]>["reason"];

const QUESTIONS: Readonly<Record<Reason, string>> = {
  "no-date": "The message names no date. When is it?",
  leftover: "Part of the date was not understood. When is it?",
  alternatives: "The message names more than one time. Which one?",
  contradiction: "The weekday and the date do not fit together. Which one is right?",
  negation: "The message says when it is not. When is it?",
  "same-weekday": "Today or in a week?",
  "next-weekday": "This week's day or the one after?",
  "passed-weekday": "That day of this week was over. Which one is meant?",
  "am-or-pm": "Morning or afternoon?",
  midnight: "Which midnight is meant?",
  "date-order": "Day first or month first?",
  "no-such-date": "That date does not exist. When is it?",
  "past-date": "That date was over when the message was sent. When is it?",
  "no-time": "At what time?",
  "month-only": "On which day?",
  "zone-word": "In which time zone?",
  "clock-gap": "The clocks skip that hour. Which time is meant?",
  "clock-overlap": "That hour comes twice, the clocks go back. Which one is meant?",
  "recurrence-unclear": "How often is not clear. When is the first time?",
  "out-of-range": "That date is too far away. When is it?",
};

export function questionText(reason: Reason): string {
  return QUESTIONS[reason];
}
