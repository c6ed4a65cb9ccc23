/**
 * @file The next step chosen by code, for models of tier S and M and without a model (spec messages-calendar 8: "phase 2 is
 * a form"). The request's intent comes from cue words, arguments from verified items; the model words titles and answers
 * to questions that have nothing to do with messages.
 */

import { phraseBook } from "#agent/phrases/books";
import type { LanguageModel } from "#shared/language-model";

import { nextAdd } from "./form-add.ts";
import { general, nextAsk, nextFree } from "./form-ask.ts";
import { nextEdit } from "./form-edit.ts";
import { nextMove } from "./form-move.ts";
import { nextTask } from "./form-tasks.ts";
import { intentOf } from "./intent.ts";
import type { Move, Planner, PlannerContext } from "./planner.ts";
import { cut, say } from "./replies.ts";
import type { AgentRun } from "./run.ts";

export function formPlanner(model: LanguageModel | null): Planner {
  return {
    async next(run, context) {
      const move = await nextMoveOf(run, model, context);
      return move.kind === "call" ? { ...move, byCode: true } : move;
    },
  };
}

function nextMoveOf(run: AgentRun, model: LanguageModel | null, context: PlannerContext): Promise<Move> {
  const intent = intentOf(run);
  switch (intent) {
    case "add":
      return nextAdd(run, model, context);
    case "accept":
      return nextAccept(run, model, context);
    case "move":
    case "cancel":
      return nextMove(run, intent, context);
    case "edit":
      return nextEdit(run, context);
    case "tasks":
      return nextTask(run, context);
    case "free":
      return nextFree(run, context);
    case "note":
      return Promise.resolve(nextNote(run));
    case "summarise":
      return Promise.resolve(overview(run));
    case "refuse":
      return Promise.resolve(say(run, phraseBook(run.language).onlyYou));
    case "ask":
      return nextAsk(run, model, context);
    case "chat":
      return general(run, model, context);
    default:
      return intent satisfies never;
  }
}

/** Nothing is sent, so an invitation can only be kept: as a draft, after a yes. */
async function nextAccept(
  run: AgentRun,
  model: LanguageModel | null,
  context: PlannerContext,
): Promise<Move> {
  const move = await nextAdd(run, model, context, true);
  const { cannotReply } = phraseBook(run.language);
  return move.kind === "answer" ? { ...move, answer: { ...move.answer, text: cannotReply } } : move;
}

/** What follows "note that". */
const NOTE_OPENER =
  /^.{0,40}?(?:note that|note:|a note|write down|notiere|notiz|prends note|annota|anota|toma nota|नोट|จดไว้|บันทึกโน้ต)[\s,:]*(?:that |dass |que |che |कि )?/iu;

function nextNote(run: AgentRun): Move {
  const saved = run.steps.findLast((step) => step.tool === "save_note");
  const book = phraseBook(run.language);
  if (saved !== undefined) return say(run, saved.state === "done" ? book.noted : book.notNoted);
  const text = run.request.text.replace(NOTE_OPENER, "").trim();
  if (text === "") return say(run, book.nothingToNote);
  return { kind: "call", call: { tool: "save_note", args: { text: cut(text, 2000) } } };
}

const MAX_LISTED = 8;

/** The items as they were read; a summary in sentences is made elsewhere (summarise.ts). */
function overview(run: AgentRun): Move {
  const items = run.items.filter((item) => item.ticked).slice(-MAX_LISTED);
  const book = phraseBook(run.language);
  if (items.length === 0) return say(run, book.nothingHere);
  const lines = items.map(
    (item) => `${cut(item.title, 80)}${item.status === "open" ? "" : ` (${book.statuses[item.status]})`}`,
  );
  return say(
    run,
    book.listed(lines.join("; ")),
    items.flatMap((item) => item.labels),
  );
}
