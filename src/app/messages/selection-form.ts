/** @file The form that chooses messages, and what it means. */
import type { Selection } from "#agent/selection";
import type { Thread } from "#messages/message";

export interface SelectionForm {
  readonly mode: "all" | "last-ten" | "last" | "range";
  /** As typed. */
  readonly count: string;
  /** `YYYY-MM-DD` or empty. */
  readonly from: string;
  readonly to: string;
}

const MAX_COUNT = 50_000;

/** All messages; the other fields hold what is likely meant when their mode is chosen. */
export function startingForm({ first, last }: Pick<Thread, "first" | "last">): SelectionForm {
  return {
    mode: "all",
    count: "50",
    from: first?.slice(0, 10) ?? "",
    to: last?.slice(0, 10) ?? "",
  };
}

/** The choice, or the sentence that says what is missing. */
export function readForm(form: SelectionForm): Selection | { readonly problem: string } {
  switch (form.mode) {
    case "all":
      return { kind: "all" };
    case "last-ten":
      return { kind: "last", count: 10 };
    case "last": {
      const count = Number(form.count);
      const valid = Number.isInteger(count) && count >= 1 && count <= MAX_COUNT;
      return valid ? { kind: "last", count } : { problem: "Enter a whole number from 1 to 50,000." };
    }
    case "range":
      return form.from !== "" && form.to !== ""
        ? { kind: "range", from: form.from, to: form.to }
        : { problem: "Choose the first and the last day." };
    default:
      return form.mode satisfies never;
  }
}
