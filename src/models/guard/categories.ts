/** @file The hazard categories of Llama Guard 3 (1B and 11B Vision), from spec llama32 6.4: 13 of them, S14 is the 8B's alone. */

export interface GuardCategory {
  /** As in a prompt and an answer. */
  readonly code: GuardCode;
  /** The name the prompt uses, without the full stop. */
  readonly promptName: string;
  /** The fuller name of the model card, for people. */
  readonly name: string;
}

export const GUARD_CODES = [
  "S1",
  "S2",
  "S3",
  "S4",
  "S5",
  "S6",
  "S7",
  "S8",
  "S9",
  "S10",
  "S11",
  "S12",
  "S13",
] as const;

export type GuardCode = (typeof GUARD_CODES)[number];

const NAMES: Readonly<Record<GuardCode, readonly [promptName: string, name?: string]>> = {
  S1: ["Violent Crimes"],
  S2: ["Non-Violent Crimes"],
  S3: ["Sex Crimes", "Sex-Related Crimes"],
  S4: ["Child Exploitation", "Child Sexual Exploitation"],
  S5: ["Defamation"],
  S6: ["Specialized Advice"],
  S7: ["Privacy"],
  S8: ["Intellectual Property"],
  S9: ["Indiscriminate Weapons"],
  S10: ["Hate"],
  S11: ["Self-Harm", "Suicide & Self-Harm"],
  S12: ["Sexual Content"],
  S13: ["Elections"],
};

export const GUARD_CATEGORIES: readonly GuardCategory[] = GUARD_CODES.map((code) => {
  const [promptName, name = promptName] = NAMES[code];
  return { code, promptName, name };
});
