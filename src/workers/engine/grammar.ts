/**
 * @file Answers that follow a grammar, by XGrammar (Dong et al. 2024): which tokens may come next, as bits. The library
 * with its wasm is 1.1 MB and is loaded when the first grammar is asked for; the wasm is part of the script, so nothing is
 * fetched and the page's policy needs no more than `wasm-unsafe-eval`.
 */
import type { CompiledGrammar, GrammarCompiler, GrammarMatcher } from "@mlc-ai/web-xgrammar";
import { AppError } from "#shared/errors";
import type { AnswerGrammar } from "#shared/language-model";
import type { Tokenizer } from "#models/tokenizer/tokenizer";
import { grammarText } from "./grammar-limits.ts";
import { maskedIn } from "./token-mask.ts";

type Library = typeof import("@mlc-ai/web-xgrammar");

interface Compiler {
  readonly library: Library;
  readonly compiler: GrammarCompiler;
}

/** Compiled grammars kept: compiling takes about a second for a vocabulary of 49,152. */
const MAX_COMPILED = 8;

/** How far one answer is within its grammar. */
export interface GrammarState {
  /** Tokens that may come next; stop tokens only where the grammar is complete. Not to be changed. */
  mask(): Promise<Int32Array>;
  /** @returns false, and stays where it is, for a token that may not come next. */
  accept(token: number): boolean;
  /** How many of `tokens` may come next one after the other. Stays where it is. */
  acceptable(tokens: readonly number[]): number;
  /** The text that must come next, whatever tokens it is made of; "" where there is a choice. */
  forcedText(): string;
  release(): void;
}

export class Grammars {
  readonly #tokenizer: Tokenizer;
  readonly #compiled = new Map<string, CompiledGrammar>();
  #compiler: Promise<Compiler> | undefined;

  constructor(tokenizer: Tokenizer) {
    this.#tokenizer = tokenizer;
  }

  /** @throws AppError `grammar-invalid`; `engine-failed` when the library is broken or cannot be loaded. */
  async start(grammar: AnswerGrammar): Promise<GrammarState> {
    const text = grammarText(grammar);
    const { library, compiler } = await this.#load();
    const key = `${grammar.type}\n${text}`;
    const compiled = this.#compiled.get(key) ?? (await compile(library, compiler, grammar.type, text));
    this.#keep(key, compiled);
    const state = new MatcherState(await library.GrammarMatcher.createGrammarMatcher(compiled));
    if (maskedIn(await state.mask()).next().done) {
      state.release();
      throw new AppError("grammar-invalid", "no text follows this grammar", { limit: "empty" });
    }
    return state;
  }

  /** What failed to load is tried again the next time. */
  #load(): Promise<Compiler> {
    this.#compiler ??= createCompiler(this.#tokenizer).catch((error: unknown) => {
      this.#compiler = undefined;
      throw error;
    });
    return this.#compiler;
  }

  #keep(key: string, compiled: CompiledGrammar): void {
    this.#compiled.delete(key);
    this.#compiled.set(key, compiled);
    const [oldest] = this.#compiled.keys();
    if (this.#compiled.size <= MAX_COMPILED || oldest === undefined) return;
    this.#compiled.get(oldest)?.dispose();
    this.#compiled.delete(oldest);
  }
}

async function createCompiler(
  tokenizer: Tokenizer,
): Promise<{ library: Library; compiler: GrammarCompiler }> {
  const library = await loadLibrary();
  const { vocabularySize, stopTokens } = tokenizer;
  const vocabulary = Array.from({ length: vocabularySize }, (_, id) =>
    byteLevelText(tokenizer.tokenBytes(id)),
  );
  const info = await library.TokenizerInfo.createTokenizerInfo(
    vocabulary,
    "byte_level",
    false,
    vocabularySize,
    [...stopTokens],
  );
  // The library's own cache would keep what failed half-way.
  return { library, compiler: await library.GrammarCompiler.createGrammarCompiler(info, false) };
}

/** A UMD bundle in a package of ES modules: depending on who loads it, it exports names or leaves a global. */
async function loadLibrary(): Promise<Library> {
  const module = await import("@mlc-ai/web-xgrammar");
  const library = "GrammarCompiler" in module ? module : (globalThis as { xgrammar?: Library }).xgrammar;
  if (!library) throw new AppError("engine-failed", "XGrammar did not load", { step: "grammar" });
  return library;
}

/** JSON Schema as written: what `additionalProperties` does not forbid is allowed. */
const STRICT = false;
const ANY_WHITESPACE = false;
const ONE_LINE = -1;

async function compile(
  library: Library,
  compiler: GrammarCompiler,
  type: AnswerGrammar["type"],
  text: string,
): Promise<CompiledGrammar> {
  try {
    const grammar =
      type === "ebnf"
        ? await library.Grammar.fromEBNF(text)
        : await library.Grammar.fromJSONSchema(text, ANY_WHITESPACE, ONE_LINE, undefined, STRICT);
    const compiled = await compiler.compileGrammar(grammar);
    grammar.dispose();
    return compiled;
  } catch (error) {
    // A failed check says "Aborted()" and leaves the library whole; any other trap does not.
    const broken = error instanceof WebAssembly.RuntimeError && !error.message.startsWith("Aborted(");
    if (broken) throw new AppError("engine-failed", "XGrammar stopped working", { step: "grammar" }, error);
    throw new AppError("grammar-invalid", "the grammar was refused", { limit: "syntax" }, error);
  }
}

class MatcherState implements GrammarState {
  readonly #matcher: GrammarMatcher;
  #mask: Int32Array | undefined;

  constructor(matcher: GrammarMatcher) {
    this.#matcher = matcher;
  }

  async mask(): Promise<Int32Array> {
    return (this.#mask ??= await this.#matcher.getNextTokenBitmask());
  }

  accept(token: number): boolean {
    this.#mask = undefined;
    return this.#matcher.acceptToken(token);
  }

  acceptable(tokens: readonly number[]): number {
    const refused = tokens.findIndex((token) => !this.#matcher.acceptToken(token));
    const count = refused < 0 ? tokens.length : refused;
    if (count > 0) this.#matcher.rollBack(count);
    return count;
  }

  /** A character begun but not decided reads as garbage: what is not ASCII at the end is left to the mask. */
  forcedText(): string {
    return this.#matcher.findJumpForwardString().replace(/[^\x20-\x7e\n\r\t]+$/u, "");
  }

  release(): void {
    this.#matcher.dispose();
  }
}

/** GPT-2's characters for bytes, in which the library takes a vocabulary: printable ones stand for themselves. */
const CHARACTERS = Array.from({ length: 256 }, (_, byte) => byte).reduce<{ text: string[]; next: number }>(
  ({ text, next }, byte) => {
    const printable = (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad);
    text.push(String.fromCodePoint(printable ? byte : next));
    return { text, next: printable ? next : next + 1 };
  },
  { text: [], next: 0x100 },
).text;

function byteLevelText(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => CHARACTERS[byte]).join("");
}
