/**
 * @file The sentences that code itself writes in what the agent puts out (summaries, action items, answers, questions,
 * drafts), in the eight languages. A table, not logic: each language is a file, and the type makes all of them whole. The
 * texts of the page itself are not here. Sentences name nobody's gender; how people are addressed is the same throughout
 * a language.
 */

import type { Caution } from "#agent/act/tables";
import type { ActionItem } from "#agent/items/action-item";
import type { DraftStatus } from "#calendar/event-draft";
import type { AskReason } from "#calendar/resolution";

/** By the plural category of `Intl.PluralRules`; `{n}` is the number. Categories that are not named take `other`. */
export interface Counted {
  readonly one: string;
  readonly other: string;
}

type WithName = (name: string) => string;
type Quoting = (name: string, quote: string) => string;

/** What a line of an approval card is about. */
export type ChangeField =
  | "title"
  | "kind"
  | "when"
  | "assumed"
  | "location"
  | "people"
  | "reminder"
  | "status"
  | "what"
  | "who"
  | "due"
  | "note"
  | "draft"
  | "conflict";

type Writer = "model" | "quote";

export interface PhraseBook {
  /** Marks around the words of a message. */
  readonly quoteMarks: readonly [opening: string, closing: string];
  /** A sender nobody knows. */
  readonly someone: string;

  /** Who says what; the quote brings its marks. */
  readonly states: Quoting;
  readonly asks: Quoting;
  readonly requests: Quoting;
  readonly requestsOf: (name: string, other: string, quote: string) => string;
  readonly requestsOfAll: Quoting;
  readonly suggests: Quoting;

  readonly meetingWith: WithName;
  readonly event: string;

  readonly you: string;
  readonly everyone: string;
  readonly unclear: string;
  readonly kinds: Readonly<Record<ActionItem["kind"], string>>;
  readonly statuses: Readonly<Record<ActionItem["status"], string>>;
  readonly by: (date: string) => string;
  readonly whenUnclear: string;
  readonly stillOpen: string;
  readonly openQuestion: string;
  readonly openQuestionOf: WithName;
  readonly waiting: string;
  readonly waitingFor: WithName;
  readonly owed: string;
  readonly owedTo: WithName;
  readonly nothingToDo: string;
  readonly noSentence: string;
  /** Sentences of a model that were taken out. */
  readonly leftOut: Counted;
  readonly replaced: Counted;
  readonly gone: Counted;
  readonly replacedWordings: Counted;

  readonly noDate: string;

  /** Above and in the columns of a list of action items. */
  readonly heads: Readonly<Record<"items" | "done" | "what" | "who" | "due", string>>;
  /** Beside a sentence: whose words it has. */
  readonly writers: Readonly<Record<Writer, string>>;
  readonly aboutWriters: Readonly<Record<Writer, string>>;
  /** What a result was made from; `{m}` is how many were chosen. */
  readonly fromMessages: Counted;
  readonly fromChosen: Counted;
  /** Messages that try to give orders to an assistant: a heading and what to do. */
  readonly aimed: string;
  readonly aboutAimed: string;

  /** What a step changes, or makes. */
  readonly fields: Readonly<Record<ChangeField, string>>;
  readonly draftStatuses: Readonly<Record<DraftStatus, string>>;
  readonly takenAway: string;
  readonly cautions: Readonly<Record<Caution, string>>;
  /** Approved once, but what it changes is no longer as it was. */
  readonly lookAgain: string;
  readonly ownWords: string;
  readonly readOff: (picture: string) => string;
  readonly youSaid: (words: string) => string;
  readonly messagesFound: Counted;
  /** Above words of the model that no message bears out. */
  readonly modelsOwn: string;
  /** Below the question for a date. */
  readonly timesNearby: string;
  readonly anotherTime: string;

  readonly notFound: string;
  readonly lookedFor: (words: string) => string;
  readonly differ: string;
  readonly whichOne: string;

  /** Why a date has to be asked about; `about` puts the title of the event before it. */
  readonly dateQuestions: Readonly<Record<AskReason | "no-date", string>>;
  readonly about: (title: string, question: string) => string;
  readonly whatAndWhen: string;
  readonly drafted: (list: string) => string;
  readonly noLonger: (list: string) => string;
  readonly moreFound: Counted;
  readonly nothingAdded: string;
  readonly nothingAddedWithoutDate: string;
  readonly draftFailed: string;
  readonly wasCancelled: (title: string) => string;
  readonly nothingToAdd: string;
  /** What the request calls by name is in none of the messages; a question follows. */
  readonly notAmongRead: WithName;
  /** Of events. */
  readonly noOther: string;
  readonly draftedAlready: (list: string) => string;
  /** People are no part of what is changed from here. */
  readonly guestsByHand: WithName;

  readonly whichDraft: string;
  /** Asked with `about`: a day was named for something that repeats, of which no date stands alone. */
  readonly seriesOrOnce: string;
  readonly seriesWhole: string;
  /** The answers to `seriesWhole`. */
  readonly removeSeries: string;
  readonly leaveSeries: string;
  readonly noSuchDraft: string;
  readonly moved: (title: string, when: string) => string;
  readonly changed: (title: string, details: string) => string;
  readonly removed: (title: string) => string;
  readonly nothingChanged: string;
  readonly nothingChangedWithoutDate: string;
  readonly changeFailed: string;
  /** Why something could not be done, as a sentence of its own. */
  readonly dateOver: string;
  readonly changedSince: string;

  readonly whichDay: string;
  readonly nothingThen: string;
  readonly inCalendar: (list: string) => string;
  readonly draftsOnly: string;

  readonly whoAreYou: string;
  readonly noneOfThese: string;
  readonly cannotTellYours: string;
  readonly noOpenTask: string;
  readonly openFor: (name: string, list: string) => string;
  readonly yours: (list: string) => string;
  readonly nobodys: (list: string) => string;
  readonly done: (list: string) => string;
  /** Stands for an empty list. */
  readonly nothing: string;

  readonly noted: string;
  readonly notNoted: string;
  readonly nothingToNote: string;
  /** Closes a list that is all there is to say. */
  readonly listed: (list: string) => string;
  readonly nothingHere: string;

  /** What the agent leaves to the person, and where it is done. */
  readonly onlyYou: string;
  readonly noCalendar: string;
  readonly cannotReply: string;
}
