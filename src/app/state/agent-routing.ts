/**
 * @file Whether a message in the chat is for the assistant with its tools, and what is to be done for it. Words alone
 * don't decide: "a name for a book club" is no appointment. Without chosen messages a request needs a second sign.
 */
import { isEventNoun, readIntent, readIntents } from "#agent/act/intent";
import type { KnownDrafts } from "#agent/act/cancel-draft";
import type { Intent } from "#agent/act/intent-kinds";
import { detectLanguage } from "#agent/sentences/language";
import { STOP_WORDS } from "#agent/sentences/lexicon";
import { contentStems } from "#agent/sentences/text";
import { findDatePhrases } from "#calendar/find-phrases";
import { DEFAULT_DAY_PARTS, type Language } from "#calendar/resolution";
import type { Thread } from "#messages/message";
import { countIn } from "./message-count.ts";
import type { PartKind, Scope } from "./agent-job.ts";

/** One piece of a request. */
export interface PlannedPart {
  readonly kind: PartKind;
  /** The words it stands for. */
  readonly text: string;
}

export interface Plan {
  readonly parts: readonly PlannedPart[];
  readonly scope: Scope;
}

const MAX_PARTS = 4;

/** Between two things that are asked for. */
const BETWEEN =
  /\s*(?:[;\n]|->|→|⇒|,\s*(?:and|then|und|dann|et|puis|e|poi|y|luego|depois)?\s|\s(?:and|then|und|dann|et|puis|poi|luego|depois|और|फिर|และ|แล้ว)\s)\s*/iu;

const words = (list: string): RegExp => new RegExp(`(?<![\\p{L}\\p{M}])(?:${list})(?![\\p{L}\\p{M}])`, "iu");

const MESSAGES = words(
  "messages?|chats?|threads?|conversations?|emails?|mails?|nachrichten|unterhaltung|verlauf|discussion|messaggi|mensagens|mensajes|conversa|conversación|conversazione",
);
const MESSAGES_SPACELESS = /संदेश|चैट|बातचीत|ข้อความ|แชท|แชต/u;
const CALENDAR = words(
  "calendars?|drafts?|invites?|invitations?|appointments?|meetings?|kalender|termine?|entwurf|agenda|calendrier|rendez-vous|calendario|appuntament[oi]|calendário|compromissos?|citas?|reunión|reunião",
);
const CALENDAR_SPACELESS = /कैलेंडर|मीटिंग|ปฏิทิน|นัด/u;
/** Orders to put something into words, whatever it is about. */
const WRITING =
  /^\s*(?:please |bitte |kannst du |can you |could you )?(?:write (?!down)|rewrite|translate|explain|compose|schreibe?\s|übersetze?\s|erkläre?\s|écris|traduis|explique|scrivi|traduci|spiega|escrev[ae]|traduz|explica|escribe|traduce|เขียน|แปล|อธิบาย)/iu;

/** "Add up the prices": figures of a receipt, not its date. */
const SUMS = words(
  "add (?:\\p{L}+ ){0,3}up|sum|total|prices?|zusammen|addiere|summe|preise|additionne|somme|prix|somma|prezzi|totale|soma|preços|suma|precios|जोड़ कर|कुल|รวม|ราคา",
);

export interface RoutingContext {
  readonly nowMs: number;
  readonly zone: string;
  /** Pictures go with the request. */
  readonly pictures: boolean;
  /** Titles of the drafts there are. */
  readonly drafts?: readonly string[];
  /** The chat made or changed one: "it" can mean that. */
  readonly recentDraft?: boolean;
}

/** What is done with a picture by tools; anything else asked about it is for the model, which gets its text. */
const OF_PICTURES: ReadonlySet<Intent> = new Set<Intent>(["add", "accept"]);

/**
 * Null = an ordinary question for the model.
 *
 * @param scope what the person chose beside the message field
 * @param threads all that are here
 */
export function planRequest(
  text: string,
  scope: Scope,
  threads: readonly Thread[],
  context: RoutingContext,
): Plan | null {
  const language = detectLanguage(text, "en");
  const drafts: KnownDrafts = { titles: context.drafts ?? [], recent: context.recentDraft === true };
  const parts = partsOf(text, language, drafts);
  const intents = new Set(parts.map(({ intent }) => intent));
  if (parts.length === 0) return null;
  if (context.pictures && ![...intents].every((intent) => OF_PICTURES.has(intent))) return null;
  const chosen = scope.threadIds.length > 0;
  const sure =
    chosen ||
    (context.pictures && !WRITING.test(text) && !SUMS.test(text)) ||
    (!WRITING.test(text) && [...intents].every((intent) => isSure(intent, text, language, context)));
  if (!sure) return null;
  const count = countIn(text);
  const threadIds = chosen
    ? scope.threadIds
    : readsMessages(intents) && !context.pictures
      ? likelyThread(text, threads)
      : [];
  if (threadIds.length === 0 && parts.some(({ kind }) => kind !== "act")) return null;
  return {
    parts: parts.map(({ kind, text: words }) => ({ kind, text: words })),
    scope: { threadIds, lastCount: count ?? scope.lastCount },
  };
}

/** Orders that change something. */
const CHANGES: ReadonlySet<Intent> = new Set<Intent>(["add", "move", "cancel", "edit", "note"]);

type ReadPart = PlannedPart & { readonly intent: Intent };

/** A request for several things is taken apart where each piece says what it wants; else it stays whole. */
function partsOf(text: string, language: Language, drafts: KnownDrafts): readonly ReadPart[] {
  const pieces = text.split(BETWEEN).filter((piece) => piece.trim() !== "");
  const read = pieces.map((piece) => partOf(piece.trim(), language, drafts));
  const meant = new Set(readIntents(text, language, drafts));
  // A piece by itself may order what the whole forbids: "don't add the dinner and the lunch to my calendar".
  const wanted = read.filter(
    (part) =>
      part.intent !== "chat" &&
      part.intent !== "refuse" &&
      (meant.has(part.intent) || part.intent === "ask" || isEventNoun(part.text)),
  );
  const kinds = new Set(wanted.map(({ kind, intent }) => `${kind} ${intent}`));
  // "Cancel the lunch and add dinner on Friday": no word of it is part of another order.
  const allOrders = wanted.length === pieces.length && wanted.every(({ intent }) => CHANGES.has(intent));
  if (kinds.size > 1 && (allOrders || wanted.some(({ kind }) => kind !== "act")))
    return [...new Map(wanted.map((part) => [`${part.kind} ${part.intent}`, part])).values()].slice(
      0,
      MAX_PARTS,
    );
  const whole = partOf(text, language, drafts);
  return whole.intent === "chat" ? [] : [whole];
}

const ITEMS = words(
  "action items?|to-?dos?|aufgaben|tâches|compiti|attività|tarefas|tareas|pendientes|next steps",
);

function partOf(text: string, language: Language, drafts: KnownDrafts): ReadPart {
  const intent = readIntent(text, language, drafts);
  if (intent === "summarise") return { kind: "summary", text, intent };
  // A list of everybody's items is read, not acted on; "my tasks" is a question of the loop.
  const all = intent === "tasks" && ITEMS.test(text) && !MINE.test(text);
  return { kind: all ? "items" : "act", text, intent };
}

const MINE = words("my|mine|i|me|meine?|ich|mes|moi|je|mi[eo]i?|io|meus?|minhas?|eu|mis?|yo|tengo");

function readsMessages(intents: ReadonlySet<Intent>): boolean {
  return ["summarise", "tasks", "accept"].some((intent) => intents.has(intent as Intent));
}

/** Stands for what was talked about. */
const IT = words("it|that|this|es|das|ihn|le|la|lo|ça|cela|isso|este|esta|questo|esto|eso");
const IT_SPACELESS = /इसे|उसे|มัน/u;

/** A draft is named by a word of its title, or by "it" after one was made. */
function isOfDraft(text: string, language: Language, { drafts = [], recentDraft }: RoutingContext): boolean {
  if (recentDraft === true && (IT.test(text) || IT_SPACELESS.test(text))) return true;
  const asked = new Set(contentStems(text, STOP_WORDS[language]));
  return drafts.some((title) => contentStems(title, STOP_WORDS[language]).some((word) => asked.has(word)));
}

/** An order to cancel that holds without the drafts names an event in general; else one of them stands in it. */
const namesEvent = (text: string, language: Language): boolean =>
  readIntents(text, language).includes("cancel");

function isSure(intent: Intent, text: string, language: Language, context: RoutingContext): boolean {
  const { nowMs, zone } = context;
  const aboutCalendar = CALENDAR.test(text) || CALENDAR_SPACELESS.test(text);
  const aboutMessages = MESSAGES.test(text) || MESSAGES_SPACELESS.test(text);
  switch (intent) {
    case "add":
    case "move": {
      const phrases = findDatePhrases(text.slice(0, 600), {
        refEpochMs: nowMs,
        zone,
        language,
        dayParts: DEFAULT_DAY_PARTS,
      });
      const dated = phrases.some(({ resolution }) => DATED.has(resolution.kind));
      return aboutCalendar || dated || (intent === "move" && isOfDraft(text, language, context));
    }
    case "cancel":
      return aboutCalendar || isOfDraft(text, language, context) || !namesEvent(text, language);
    case "accept":
      return aboutCalendar;
    // Of a draft that it names, or that this chat made.
    case "edit":
    case "free":
    case "note":
      return true;
    case "tasks":
    case "summarise":
      return aboutMessages || ITEMS.test(text);
    case "refuse":
      return aboutMessages || aboutCalendar;
    case "ask":
    case "chat":
      return false;
    default:
      return intent satisfies never;
  }
}

const DATED: ReadonlySet<string> = new Set(["time", "date", "window", "recurrence", "ask"]);

/** The thread whose title or people the request names, else the one with the latest message. */
function likelyThread(text: string, threads: readonly Thread[]): readonly string[] {
  const folded = text.toLowerCase();
  const named = (thread: Thread): number =>
    [thread.title, ...thread.people.map(({ name }) => name)].filter(
      (name) => name.trim().length > 2 && folded.includes(name.toLowerCase()),
    ).length;
  const latestFirst = threads.toSorted((a, b) => ((a.last ?? "") < (b.last ?? "") ? 1 : -1));
  const [best] = latestFirst.toSorted((a, b) => named(b) - named(a));
  return best === undefined ? [] : [best.id];
}
