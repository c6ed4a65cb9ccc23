/** @file Whose calendar a file is, told from the file alone: needed to know which answer to an invitation is the reader's own. */

import { type IcsComponent, type IcsProperty, propertyOf } from "./ics-parse.ts";

/** Fewer meetings say too little: whoever is in both of two may be a colleague. */
const MIN_MEETINGS = 3;
const ROLES: readonly string[] = ["ATTENDEE", "ORGANIZER"];

/** The mail address of an ATTENDEE or ORGANIZER, lower case. */
export function addressOf({ value }: IcsProperty): string {
  return value
    .trim()
    .toLowerCase()
    .replace(/^mailto:/, "");
}

/**
 * The owner's address, as a set of at most one. Google names the calendar by it. Else it is the one address that takes
 * part in every meeting of the file, as everything in a person's own calendar is a meeting of theirs; where two addresses
 * do (a couple, a team's shared calendar), or there are too few meetings, nobody is the owner and everything stays busy.
 */
export function ownersOf(calendar: IcsComponent): ReadonlySet<string> {
  const name = propertyOf(calendar, "X-WR-CALNAME")?.value.trim().toLowerCase() ?? "";
  if (name.includes("@")) return new Set([name]);
  const meetings = calendar.components
    .filter((component) => component.name === "VEVENT" && propertyOf(component, "ATTENDEE") !== undefined)
    .map(
      ({ properties }) => new Set(properties.filter(({ name: role }) => ROLES.includes(role)).map(addressOf)),
    );
  const [first] = meetings;
  if (first === undefined || meetings.length < MIN_MEETINGS) return new Set();
  const always = [...first].filter((address) => meetings.every((meeting) => meeting.has(address)));
  return new Set(always.length === 1 ? always : []);
}
