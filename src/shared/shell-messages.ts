/**
 * @file What pages and the service worker say to each other about versions (spec reliability 6, rules 2 and 5). Both sides
 * may be of different builds: this form may only be added to, and `SHELL_PROTOCOL` is raised when that is not enough.
 */

/** Raised when pages and service workers of different builds can no longer work together. */
export const SHELL_PROTOCOL = 1;

export interface DataVersions {
  readonly user: number;
  readonly imports: number;
}

/** Page to service worker, with a MessagePort for the answer. */
export interface VersionQuestion {
  readonly type: "VERSION";
  /** Path of the page's main script: its name has the hash of the build. */
  readonly script: string;
}

export interface VersionAnswer {
  readonly protocol: number;
  /** Name of the service worker's build. */
  readonly generation: string;
  /** The asking page belongs to the same build. */
  readonly sameBuild: boolean;
  /** Versions of the databases that this build writes. */
  readonly data: DataVersions;
}

/**
 * `same`: one build. `other-build`: they work together, a reload brings the page up to date. `incompatible`: the page must
 * not go on writing, a newer build has changed how things are stored or said.
 */
export type VersionVerdict = "same" | "other-build" | "incompatible";

export function judgeVersions(answer: VersionAnswer, pageData: DataVersions): VersionVerdict {
  if (answer.sameBuild) return "same";
  const newerData = answer.data.user > pageData.user || answer.data.imports > pageData.imports;
  return answer.protocol !== SHELL_PROTOCOL || newerData ? "incompatible" : "other-build";
}

/** Null for anything else than an answer of this or a later form. */
export function parseVersionAnswer(data: unknown): VersionAnswer | null {
  if (typeof data !== "object" || data === null) return null;
  const { protocol, generation, sameBuild, data: versions } = data as Partial<VersionAnswer>;
  if (typeof protocol !== "number" || typeof generation !== "string") return null;
  if (typeof sameBuild !== "boolean") return null;
  if (typeof versions?.user !== "number" || typeof versions.imports !== "number") return null;
  return { protocol, generation, sameBuild, data: { user: versions.user, imports: versions.imports } };
}
