/**
 * @file Prints the table of faults after a run: every row of the fault matrix and of the hostile inputs in order, with what
 * came of it. docs/faults.md lists the rows and the tests of each; journeys and long tests add lines with `note`, unit
 * tests count by their result in the report of `npm test`. A row whose journey passed without a word fails the run.
 */
import { readFileSync } from "node:fs";

import type { FullResult, Reporter, TestCase, TestResult } from "@playwright/test/reporter";

export const FAULT_ANNOTATION = "fault";
/** Path of the unit tests' JSON report, where they ran just before. */
const UNIT_REPORT = process.env["HEARTH_UNIT_REPORT"];
const LIST = new URL("../../docs/faults.md", import.meta.url);

export interface FaultLine {
  /** Row of the matrix, `-` for what has none. */
  readonly id: string;
  readonly fault: string;
  readonly outcome: string;
}

export interface FaultRow {
  readonly id: string;
  readonly fault: string;
  readonly tests: readonly NamedTest[];
}

export interface NamedTest {
  /** Relative to the checkout. */
  readonly path: string;
  /** As it stands in the file. */
  readonly name: string;
}

/** The rows of docs/faults.md: `| id | fault | what must happen | tests |`. */
export function readFaultRows(): readonly FaultRow[] {
  const lines = readFileSync(LIST, "utf8").split("\n");
  return lines.flatMap((line): FaultRow[] => {
    const [, id = "", fault = "", , tests = ""] = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
    return /^(?:\d+|h\d+)$/.test(id) ? [{ id, fault, tests: namedTests(tests) }] : [];
  });
}

/** `path`: "name", "name"; `path`: "name" */
function namedTests(cell: string): readonly NamedTest[] {
  return [...cell.matchAll(/`([\w./-]+\.ts)`: ("[^"]+"(?:, "[^"]+")*)/g)].flatMap(
    ([, path = "", names = ""]) => [...names.matchAll(/"([^"]+)"/g)].map(([, name = ""]) => ({ path, name })),
  );
}

/** One line a fault, in the order of the rows, what has none at the end. */
export function faultTable(lines: readonly FaultLine[]): string {
  const rank = ({ id }: FaultLine): number =>
    id === "-" ? 2000 : Number(id.replace("h", "")) + (id.startsWith("h") ? 1000 : 0);
  const width = Math.max(...lines.map(({ fault }) => fault.length));
  return lines
    .toSorted((one, two) => rank(one) - rank(two))
    .map(({ id, fault, outcome }) => `${id.padEnd(4)} ${fault.padEnd(width)}  ${outcome}`)
    .join("\n");
}

/** Names in the source stand for the titles that `each` makes of them: `%s is %s`, `$name`, `${id}: ${name}`. */
export function isTitleOf(title: string, name: string): boolean {
  const parts = name.split(/%[sdij#]|\$\{[^}]*\}|\$[a-z]\w*/i);
  const pattern = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)).join(".*");
  return new RegExp(`^${pattern}$`, "s").test(title);
}

interface UnitTest {
  readonly path: string;
  readonly title: string;
  readonly passed: boolean;
}

export default class FaultTableReporter implements Reporter {
  /** Journeys that passed, failed or did not run, each by its last try. */
  readonly #ended = new Map<TestCase, TestResult>();

  onTestEnd(test: TestCase, result: TestResult): void {
    this.#ended.set(test, result);
  }

  get #lines(): readonly FaultLine[] {
    return [...this.#ended.values()].flatMap(({ annotations }) =>
      annotations
        .filter(({ type }) => type === FAULT_ANNOTATION)
        .map(({ description = "" }) => JSON.parse(description) as FaultLine),
    );
  }

  async onEnd(): Promise<{ status: FullResult["status"] } | undefined> {
    if (this.#lines.length === 0) return undefined;
    const rows = readFaultRows();
    const units = unitTests();
    const lines = rows.flatMap((row) => this.#linesOf(row, units));
    const others = this.#lines.filter(({ id }) => rows.every((row) => row.id !== id));
    console.log(`\nFaults (docs/faults.md)\n${faultTable([...lines, ...others])}\n`);
    const silent = rows.filter((row) => this.#isSilent(row)).map(({ id }) => id);
    if (silent.length === 0) return undefined;
    console.log(`Rows whose test passed without an outcome: ${silent.join(", ")}\n`);
    return { status: "failed" };
  }

  #linesOf(row: FaultRow, units: readonly UnitTest[]): readonly FaultLine[] {
    const { id, fault } = row;
    const told = this.#lines.filter((line) => line.id === id);
    const failed = this.#endedOf(row).filter(({ status }) => status !== "passed" && status !== "skipped");
    const broken = failed.map(({ test }) => ({ id, fault, outcome: `FAILED: ${test.title}` }));
    const lines = [...told, ...broken, ...unitLines(row, units)];
    // Single files, and the long tests, are about a part of the rows.
    if (lines.length > 0 || UNIT_REPORT === undefined) return lines;
    return [{ id, fault, outcome: "not in this run" }];
  }

  /** All its journeys ran, one passed, and none said what came of it. */
  #isSilent(row: FaultRow): boolean {
    const ended = this.#endedOf(row);
    const files = row.tests.map(({ path }) => path).filter((path) => path.startsWith("e2e/"));
    const allRan = files.every((path) => ended.some(({ test }) => test.location.file.endsWith(path)));
    const passed = ended.some(({ status }) => status === "passed");
    return allRan && passed && this.#lines.every(({ id }) => id !== row.id);
  }

  #endedOf({ tests }: FaultRow) {
    const ended = [...this.#ended].map(([test, { status }]) => ({ test, status }));
    return ended.filter(({ test }) =>
      tests.some(({ path, name }) => test.location.file.endsWith(path) && isTitleOf(test.title, name)),
    );
  }
}

/** What the unit tests of a row came to; nothing where they did not run. */
function unitLines({ id, fault, tests }: FaultRow, units: readonly UnitTest[]): readonly FaultLine[] {
  return tests.flatMap(({ path, name }): FaultLine[] => {
    const own = units.filter((unit) => unit.path.endsWith(path) && isTitleOf(unit.title, name));
    if (own.length === 0) return [];
    const failed = own.filter(({ passed }) => !passed).length;
    const count = own.length === 1 ? "" : ` (${own.length} cases)`;
    return [
      { id, fault, outcome: `${failed === 0 ? "unit test passed" : "UNIT TEST FAILED"}: ${name}${count}` },
    ];
  });
}

interface UnitReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly title: string; readonly status: string }[];
  }[];
}

function unitTests(): readonly UnitTest[] {
  if (UNIT_REPORT === undefined) return [];
  const { testResults } = JSON.parse(readFileSync(UNIT_REPORT, "utf8")) as UnitReport;
  return testResults.flatMap(({ name: path, assertionResults }) =>
    // What this machine lacks the files for was skipped.
    assertionResults
      .filter(({ status }) => status === "passed" || status === "failed")
      .map(({ title, status }) => ({ path, title, passed: status === "passed" })),
  );
}
