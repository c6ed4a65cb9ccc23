/** @file The person's settings: one record, read with each field checked, so that old or damaged records still load. */
import { readUser, writeUser } from "./user-db.ts";

/** `allow` = without asking, where its class lets it; `ask` = a person approves each call; `block` = never. */
export type ToolRule = "allow" | "ask" | "block";

export interface Settings {
  readonly theme: "system" | "light" | "dark";
  /** IANA zone of new events and imports; null = the zone of this device. */
  readonly zone: string | null;
  /** What sends a message: Enter, or Ctrl/Cmd+Enter (then Enter makes a new line). */
  readonly sendKey: "enter" | "mod-enter";
  readonly temperature: number;
  readonly topP: number;
  /** Longest answer, in tokens. */
  readonly maxTokens: number;
  readonly systemPrompt: string;
  /** Writes the quoted messages into the notes of an .ics file. */
  readonly quotesInCalendar: boolean;
  /** Length of an event whose end was not said. */
  readonly eventMinutes: number;
  /** By tool of the agent; a tool that is not named follows the app's own rule. */
  readonly toolRules: Readonly<Record<string, ToolRule>>;
  readonly shield: ShieldSettings;
}

/** The safety check by a guard model. */
export interface ShieldSettings {
  /** Catalog id of the guard; null = off. */
  readonly modelId: string | null;
  /** From this probability of "unsafe" on a text is held back, 0 to 1. */
  readonly threshold: number;
  /** What the person writes. */
  readonly input: boolean;
  /** What the model answers. */
  readonly output: boolean;
  /** When the guard can't run: hold the text back, or let it through and say so. */
  readonly onFailure: "hold" | "pass";
}

export const DEFAULT_SETTINGS: Settings = {
  theme: "system",
  zone: null,
  sendKey: "enter",
  temperature: 0.2,
  topP: 0.9,
  maxTokens: 512,
  // In the words that SmolLM2 was trained with, but for the name: with others it may answer in French, and never end.
  systemPrompt: "You are a helpful AI assistant named Hearth.",
  quotesInCalendar: false,
  eventMinutes: 60,
  toolRules: {},
  shield: { modelId: null, threshold: 0.5, input: true, output: true, onFailure: "hold" },
};

/** Inclusive bounds of the numbers, for the form as well. */
export const SETTING_LIMITS = {
  temperature: [0, 2],
  topP: [0.05, 1],
  maxTokens: [16, 4096],
  eventMinutes: [5, 1440],
  shieldThreshold: [0, 1],
} as const;

export const MAX_SYSTEM_PROMPT = 4000;

const KEY = "settings";

/** The stored settings, each missing or damaged field at its default. */
export async function readSettings(): Promise<Settings> {
  return parseSettings(
    await readUser(["settings"], (transaction) => transaction.objectStore("settings").get(KEY)),
  );
}

export async function saveSettings(settings: Settings): Promise<void> {
  await writeUser(["settings"], (transaction) => transaction.objectStore("settings").put(settings, KEY));
}

/** Takes any stored value; unknown fields are dropped. */
export function parseSettings(stored: unknown): Settings {
  const record = (typeof stored === "object" && stored !== null ? stored : {}) as Record<string, unknown>;
  const from = DEFAULT_SETTINGS;
  return {
    theme: oneOf(record["theme"], ["system", "light", "dark"], from.theme),
    zone: isZone(record["zone"]) ? record["zone"] : from.zone,
    sendKey: oneOf(record["sendKey"], ["enter", "mod-enter"], from.sendKey),
    temperature: within(record["temperature"], SETTING_LIMITS.temperature, from.temperature),
    topP: within(record["topP"], SETTING_LIMITS.topP, from.topP),
    maxTokens: Math.round(within(record["maxTokens"], SETTING_LIMITS.maxTokens, from.maxTokens)),
    systemPrompt:
      typeof record["systemPrompt"] === "string"
        ? record["systemPrompt"].slice(0, MAX_SYSTEM_PROMPT)
        : from.systemPrompt,
    quotesInCalendar:
      typeof record["quotesInCalendar"] === "boolean" ? record["quotesInCalendar"] : from.quotesInCalendar,
    eventMinutes: Math.round(within(record["eventMinutes"], SETTING_LIMITS.eventMinutes, from.eventMinutes)),
    toolRules: parseRules(record["toolRules"]),
    shield: parseShield(record["shield"]),
  };
}

const MAX_MODEL_ID = 64;

function parseShield(stored: unknown): ShieldSettings {
  const record = (typeof stored === "object" && stored !== null ? stored : {}) as Record<string, unknown>;
  const from = DEFAULT_SETTINGS.shield;
  const { modelId, input, output } = record;
  return {
    modelId: typeof modelId === "string" && modelId.length <= MAX_MODEL_ID ? modelId : from.modelId,
    threshold: within(record["threshold"], SETTING_LIMITS.shieldThreshold, from.threshold),
    input: typeof input === "boolean" ? input : from.input,
    output: typeof output === "boolean" ? output : from.output,
    onFailure: oneOf(record["onFailure"], ["hold", "pass"], from.onFailure),
  };
}

const RULES: readonly ToolRule[] = ["allow", "ask", "block"];
const MAX_RULES = 64;

function parseRules(stored: unknown): Settings["toolRules"] {
  if (typeof stored !== "object" || stored === null) return {};
  const rules = Object.entries(stored).slice(0, MAX_RULES);
  return Object.fromEntries(
    rules.flatMap(([tool, value]) => {
      const rule = RULES.find((known) => known === value);
      return rule === undefined ? [] : [[tool, rule]];
    }),
  );
}

/** True for a zone name this browser knows. */
export function isZone(value: unknown): value is string {
  if (typeof value !== "string" || value === "") return false;
  try {
    return Intl.DateTimeFormat("en", { timeZone: value }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

function oneOf<T extends string>(value: unknown, allowed: readonly T[], fallback: T): T {
  return allowed.find((one) => one === value) ?? fallback;
}

function within(value: unknown, [low, high]: readonly [number, number], fallback: number): number {
  return typeof value === "number" && value >= low && value <= high ? value : fallback;
}
