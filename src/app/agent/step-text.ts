/** @file Steps of the assistant in words a person reads: what a tool does, its arguments, where it stands, what to watch. */
import type { ToolName } from "#agent/act/tool";
import type { AgentRun, Step } from "#agent/act/run";
import type { JsonObject, JsonValue } from "#agent/act/schema";
import type { KeyEntry, RunTables } from "#agent/act/tables";
import { counted, phraseBook } from "#agent/phrases/books";
import type { Language } from "#calendar/resolution";
import type { EditProblem, UnclearDate } from "#app/state/agent-dates.ts";

interface ToolText {
  /** As an order, for settings and proposals. */
  readonly title: string;
  readonly about: string;
}

export const TOOL_TEXTS: Readonly<Record<ToolName, ToolText>> = {
  list_threads: { title: "List conversations", about: "Titles and people of what you imported." },
  search_messages: {
    title: "Search messages",
    about: "Looks for words in your messages, to answer questions about them.",
  },
  get_message: {
    title: "Read messages",
    about: "Conversations you chose, for summaries too, and single messages with those around them.",
  },
  resolve_date: { title: "Work out a date", about: "Turns words like “Friday at 3” into a date." },
  list_events: { title: "Look into the calendar", about: "Imported calendars and your drafts." },
  create_calendar_draft: {
    title: "Draft a calendar event",
    about: "A draft in Calendar. Nothing is sent to anybody.",
  },
  update_calendar_draft: {
    title: "Change a calendar draft",
    about: "Always asks, whatever is chosen here, unless it is blocked.",
  },
  create_task: { title: "Note a task", about: "A task under Activity." },
  update_task: { title: "Change a task", about: "Always asks before it closes one, unless it is blocked." },
  ocr_image: { title: "Read a picture", about: "Text of a picture you attached." },
  save_note: { title: "Save a note", about: "A note under Activity." },
  ask_user: { title: "A question for you", about: "" },
  answer: { title: "Answer", about: "" },
};

export function toolTitle(tool: Step["tool"]): string {
  return tool === "unknown" ? "A call that does not exist" : TOOL_TEXTS[tool].title;
}

/** The draft, event or task that a step is about; empty = none. */
export function stepSubject({ changes }: Pick<Step, "changes">): string {
  const about = changes.find(({ field }) => ABOUT.has(field));
  return about === undefined ? "" : about.after || (about.before ?? "");
}

const ABOUT: ReadonlySet<string> = new Set(["draft", "title", "what"]);

export function stateText({ tool, state, approvedBy }: Step): string {
  switch (state) {
    case "proposed":
      return "Waiting for you";
    case "approved":
      return "Approved";
    case "declined":
      return tool === "ask_user" ? "Skipped" : "Declined";
    case "running":
      return "Working…";
    case "done":
      if (tool === "ask_user") return "Answered";
      return approvedBy === "person" ? "Done, approved by you" : "Done";
    case "failed":
      return "Could not be done";
    case "undone":
      return "Undone";
    default:
      return state satisfies never;
  }
}

const FIELD_LABELS: Readonly<Record<string, string>> = {
  title: "Title",
  date_key: "When",
  recurrence_key: "Repeats",
  duration_min: "Length in minutes",
  location: "Place",
  people: "People",
  reminder_min: "Reminder, minutes before",
  source: "Sources",
  label: "Message",
  draft: "Draft",
  task: "Task",
  status: "Status",
  what: "What",
  who: "Who",
  text: "Text",
  query: "Words",
  thread: "Conversation",
  from_person: "From",
  after: "After",
  before: "Before",
  limit: "At most",
  context: "Messages around it",
  phrase: "Words",
  days: "Days",
  image: "Picture",
  lang: "Language",
  question: "Question",
  options: "Answers on offer",
};

export const fieldLabel = (name: string): string => FIELD_LABELS[name] ?? name;

/** Arguments that are shown as citations, not as text. */
export const CITING_ARGS: readonly string[] = ["source", "label"];

/** Where keys and words are looked up: what they stand for is said in the language of the run. */
export type Said = Pick<AgentRun, "tables" | "language">;

/** What one value of an argument stands for: a key is what it names, never shown as such. */
export function valueText(name: string, value: JsonValue, said: Said): string {
  if (Array.isArray(value)) {
    const texts = value.map((one) => valueText(name, one as JsonValue, said));
    // Dates and names have commas of their own.
    return texts.join(texts.some((text) => text.includes(",")) ? "; " : ", ");
  }
  if (typeof value === "number") return String(value);
  if (typeof value !== "string") return JSON.stringify(value);
  const entry = entriesOf(name, said.tables).find(({ key }) => key === value);
  if (entry) return "display" in entry ? entry.display : entry.name;
  return wordText(name, value, said) ?? value;
}

/** Values that are words of their own. */
function wordText(name: string, value: string, { language }: Said): string | undefined {
  const { you, everyone, unclear, noDate, draftStatuses, statuses } = phraseBook(language);
  const words: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    who: { me: you, everyone, unclear },
    date_key: { none: noDate },
    status: { ...statuses, ...draftStatuses },
  };
  const own = Object.hasOwn(words, name) ? words[name] : undefined;
  return own !== undefined && Object.hasOwn(own, value) ? own[value] : undefined;
}

function entriesOf(
  name: string,
  tables: RunTables,
): readonly (KeyEntry | { readonly key: string; readonly display: string })[] {
  switch (name) {
    case "date_key":
    case "recurrence_key":
      return tables.dates;
    case "people":
    case "from_person":
    case "who":
      return tables.people;
    case "thread":
      return tables.threads;
    case "draft":
      return tables.drafts;
    case "task":
      return tables.tasks;
    case "image":
      return tables.images;
    default:
      return [];
  }
}

export interface ArgLine {
  readonly name: string;
  readonly label: string;
  readonly value: string;
}

/** Arguments in their order, without citations and what is empty. */
export function argLines(args: JsonObject, said: Said): readonly ArgLine[] {
  return Object.entries(args).flatMap(([name, value]) => {
    const text = CITING_ARGS.includes(name) ? "" : valueText(name, value, said);
    return text === "" ? [] : [{ name, label: fieldLabel(name), value: text }];
  });
}

export interface ArgChange {
  readonly label: string;
  /** Empty = was not there. */
  readonly before: string;
  readonly after: string;
}

/** What the person changed of the proposal. */
export function editedArgs({ args, proposedArgs }: Step, said: Said): readonly ArgChange[] {
  if (proposedArgs === undefined) return [];
  const names = [...new Set([...Object.keys(proposedArgs), ...Object.keys(args)])];
  return names.flatMap((name) => {
    if (CITING_ARGS.includes(name)) return [];
    const text = (from: JsonObject): string => {
      const value = Object.hasOwn(from, name) ? from[name] : undefined;
      return value === undefined ? "" : valueText(name, value, said);
    };
    const [before, after] = [text(proposedArgs), text(args)];
    return before === after ? [] : [{ label: fieldLabel(name), before, after }];
  });
}

/** What a read step brought, in a few words; empty when its card says it already. */
export function resultText({ tool, result, changes }: Step, language: Language): string {
  const book = phraseBook(language);
  const found = result?.["found"];
  if (tool === "search_messages" && typeof found === "number")
    return counted(language, found, book.messagesFound);
  const said = result?.["said"];
  if (tool === "ask_user" && typeof said === "string") return book.youSaid(said);
  const events = result?.["events"];
  if (tool === "list_events" && Array.isArray(events))
    return events.length === 0 ? book.nothingThen : events.map(String).join("; ");
  // The card says so already.
  if (changes.some(({ field }) => field === "conflict")) return "";
  const conflicts = result?.["conflicts"];
  if (Array.isArray(conflicts) && conflicts.length > 0)
    return `${book.fields.conflict}: ${conflicts.map(String).join("; ")}`;
  return "";
}

const ERROR_TEXTS: Readonly<Partial<Record<NonNullable<Step["error"]>["code"], string>>> = {
  "tool-blocked": "You blocked this tool in Settings.",
  "date-not-certain": "These words are no certain date.",
  "no-date-found": "No date was found in those words.",
  "no-calendar": "No calendar was imported.",
  "no-text-found": "No text could be read off the picture.",
  "not-found": "What it is about is not here any more.",
  "not-supported-by-messages": "The messages do not say this.",
  "nothing-to-change": "It is so already.",
  "changed-since": "It was changed elsewhere meanwhile, so nothing was overwritten.",
  "date-over": "This date is over by now.",
};

export function errorText(error: NonNullable<Step["error"]>): string {
  return ERROR_TEXTS[error.code] ?? "The model asked for something that is not possible here.";
}

const PROBLEM_TEXTS: Readonly<Record<string, string>> = {
  "too-short": "is empty",
  missing: "is empty",
  "too-long": "is too long",
  "too-small": "is too small",
  "too-large": "is too large",
  "wrong-type": "is not a whole number",
  "too-few": "needs at least one choice",
};

/** Why a form could not be kept: fields by the names the person sees. */
export function formProblem(error: EditProblem): string {
  if (error.date) return dateProblem(error.date);
  if (error.code !== "arguments-invalid") return errorText(error);
  const problems = error.message.split("; ").flatMap((line) => {
    const [, name = "", problem = ""] = /^args\.?([a-z_]*)\S* (\S+)$/.exec(line) ?? [];
    return name === "" ? [] : [`“${fieldLabel(name)}” ${PROBLEM_TEXTS[problem] ?? "does not fit"}`];
  });
  return problems.length === 0 ? "Change something first." : `${problems.join("; ")}.`;
}

/** What is not clear about a person's own words: "These words are no certain date: which of these days? Fri … or Fri …". */
function dateProblem({ reason, options }: UnclearDate): string {
  const question = phraseBook("en").dateQuestions[reason];
  const which = options.length > 1 ? ` ${options.join(" or ")}.` : "";
  return `These words are no certain date: ${question}${which}`;
}

/** The last line of a run: why it ended without an answer. */
export function endText({ phase }: AgentRun): string {
  if (phase.kind === "stopped") return "You stopped here. What was done stays.";
  if (phase.kind !== "finished") return "";
  if (phase.why === "step-limit") return "Stopped after five steps, so that nothing runs away.";
  // The safety check has a card of its own.
  return "";
}
