/** @file Steps of the assistant in words a person reads: what a tool does, its arguments, where it stands, what to watch. */
import type { ToolName } from "#agent/act/tool";
import type { AgentRun, Step } from "#agent/act/run";
import type { JsonObject, JsonValue } from "#agent/act/schema";
import type { Caution, KeyEntry, RunTables } from "#agent/act/tables";

interface ToolText {
  /** As an order, for settings and proposals. */
  readonly title: string;
  readonly about: string;
}

export const TOOL_TEXTS: Readonly<Record<ToolName, ToolText>> = {
  list_threads: { title: "List conversations", about: "Titles and people of what you imported." },
  search_messages: { title: "Search messages", about: "Looks for words in your messages." },
  get_message: { title: "Read a message again", about: "One message and those around it." },
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
  ask_user: { title: "Ask you", about: "" },
  answer: { title: "Answer", about: "" },
};

export function toolTitle(tool: Step["tool"]): string {
  return tool === "unknown" ? "A call that does not exist" : TOOL_TEXTS[tool].title;
}

export function stateText({ state, approvedBy }: Step): string {
  switch (state) {
    case "proposed":
      return "Waiting for you";
    case "approved":
      return "Approved";
    case "declined":
      return "Declined";
    case "running":
      return "Working…";
    case "done":
      return approvedBy === "person" ? "Done, approved by you" : "Done";
    case "failed":
      return "Could not be done";
    case "undone":
      return "Undone";
    default:
      return state satisfies never;
  }
}

export const CAUTION_TEXTS: Readonly<Record<Caution, string>> = {
  "maybe-quoted": "The source is possibly quoted text: somebody else may have written it.",
  "aimed-at-assistants": "The source tries to give instructions to an assistant.",
  "from-image": "Read off a picture: check it against the picture.",
  "hidden-content": "The source holds text that its readers did not see.",
  "not-in-messages": "Some words or people stand in no message.",
};

const FIELD_LABELS: Readonly<Record<string, string>> = {
  title: "Title",
  date_key: "When",
  when: "When",
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
  due: "Due",
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
  conflict: "Overlaps",
  reminder: "Reminder",
};

export const fieldLabel = (name: string): string => FIELD_LABELS[name] ?? name;

/** Arguments that are shown as citations, not as text. */
export const CITING_ARGS: readonly string[] = ["source", "label"];

const OWNER_TEXTS: Readonly<Record<string, string>> = {
  me: "You",
  everyone: "Everyone",
  unclear: "Unclear",
  none: "No date",
};

/** What one value of an argument stands for: a key is what it names, never shown as such. */
export function valueText(name: string, value: JsonValue, tables: RunTables): string {
  if (Array.isArray(value)) return value.map((one) => valueText(name, one as JsonValue, tables)).join(", ");
  if (typeof value === "number") return String(value);
  if (typeof value !== "string") return JSON.stringify(value);
  const entry = entriesOf(name, tables).find(({ key }) => key === value);
  if (entry) return "display" in entry ? entry.display : entry.name;
  return KEYED.has(name) ? (OWNER_TEXTS[value] ?? value) : value;
}

const KEYED: ReadonlySet<string> = new Set(["who", "date_key"]);

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
export function argLines(args: JsonObject, tables: RunTables): readonly ArgLine[] {
  return Object.entries(args).flatMap(([name, value]) => {
    const text = CITING_ARGS.includes(name) ? "" : valueText(name, value, tables);
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
export function editedArgs({ args, proposedArgs }: Step, tables: RunTables): readonly ArgChange[] {
  if (proposedArgs === undefined) return [];
  const names = [...new Set([...Object.keys(proposedArgs), ...Object.keys(args)])];
  return names.flatMap((name) => {
    if (CITING_ARGS.includes(name)) return [];
    const text = (from: JsonObject): string => {
      const value = Object.hasOwn(from, name) ? from[name] : undefined;
      return value === undefined ? "" : valueText(name, value, tables);
    };
    const [before, after] = [text(proposedArgs), text(args)];
    return before === after ? [] : [{ label: fieldLabel(name), before, after }];
  });
}

/** What a read step brought, in a few words; empty when its card says it already. */
export function resultText({ tool, result }: Step): string {
  const found = result?.["found"];
  if (tool === "search_messages" && typeof found === "number")
    return found === 0 ? "Nothing was found." : `${found} ${found === 1 ? "message" : "messages"} found.`;
  const said = result?.["said"];
  if (tool === "ask_user" && typeof said === "string") return `You said: ${said}`;
  const events = result?.["events"];
  if (tool === "list_events" && Array.isArray(events))
    return events.length === 0 ? "Nothing is there." : events.map(String).join("; ");
  const conflicts = result?.["conflicts"];
  if (Array.isArray(conflicts) && conflicts.length > 0) return `Overlaps ${conflicts.map(String).join("; ")}`;
  return "";
}

const ERROR_TEXTS: Readonly<Partial<Record<NonNullable<Step["error"]>["code"], string>>> = {
  "tool-blocked": "You blocked this tool in Settings.",
  "date-not-certain": "These words are no certain date.",
  "no-date-found": "No date was found in those words.",
  "recurrence-refused": "It would repeat too often for a calendar.",
  "no-calendar": "No calendar was imported.",
  "no-text-found": "No text could be read off the picture.",
  "not-found": "What it is about is not here any more.",
  "not-supported-by-messages": "The messages do not say this.",
  "storage-failed": "It could not be stored.",
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
export function formProblem(error: NonNullable<Step["error"]>): string {
  if (error.code !== "arguments-invalid") return errorText(error);
  const problems = error.message.split("; ").flatMap((line) => {
    const [, name = "", problem = ""] = /^args\.?([a-z_]*)\S* (\S+)$/.exec(line) ?? [];
    return name === "" ? [] : [`“${fieldLabel(name)}” ${PROBLEM_TEXTS[problem] ?? "does not fit"}`];
  });
  return problems.length === 0 ? "Change something first." : `${problems.join("; ")}.`;
}

/** The last line of a run: why it ended without an answer. */
export function endText({ phase }: AgentRun): string {
  if (phase.kind === "stopped") return "You stopped here. What was done stays.";
  if (phase.kind !== "finished") return "";
  if (phase.why === "step-limit") return "Stopped after five steps, so that nothing runs away.";
  // The safety check has a card of its own.
  return "";
}
