// @ts-check
/** @file What the JSON reports of the unit tests and the journeys say failed, so that `npm test` can end with it. */

/** @typedef {{ readonly name: string, readonly reason: string }} Failure `reason` is one line, empty where none is told */

/** Longest reason that is printed, in UTF-16 code units. */
const LONGEST_REASON = 300;
/** Colours of a terminal: `ESC [ 31 m`. */
const COLOUR = new RegExp(`${String.fromCodePoint(27)}\\[[\\d;]*m`, "g");

/**
 * @param {any} report of Vitest's `json` reporter, undefined where there is none
 * @returns {readonly Failure[]} failed tests, and files that could not be loaded
 */
export function failedUnitTests(report) {
  return (report?.testResults ?? []).flatMap((/** @type {any} */ file) => {
    const failed = file.assertionResults.filter((/** @type {any} */ { status }) => status === "failed");
    if (failed.length === 0 && file.status === "failed")
      return [{ name: file.name, reason: oneLine(file.message) }];
    return failed.map((/** @type {any} */ { fullName, failureMessages }) => ({
      name: `${file.name} › ${fullName}`,
      reason: oneLine(failureMessages?.[0]),
    }));
  });
}

/**
 * @param {any} report of Playwright's `json` reporter, undefined where there is none
 * @returns {{ failed: readonly Failure[], repeated: readonly Failure[] }} journeys that failed each time, and those that
 *   passed only when they were tried again, with what went wrong at first
 */
export function failedJourneys(report) {
  const tests = (report?.suites ?? []).flatMap(testsOf);
  /** @param {string} status */
  const those = (status) => tests.filter((/** @type {any} */ test) => test.status === status).map(failureOf);
  const broken = (report?.errors ?? []).map((/** @type {any} */ { message }) => ({
    name: "Playwright",
    reason: oneLine(message),
  }));
  return { failed: [...those("unexpected"), ...broken], repeated: those("flaky") };
}

/** @param {any} suite @returns {any[]} its tests and those of the suites in it, each with file and title */
function testsOf(suite) {
  const own = (suite.specs ?? []).flatMap((/** @type {any} */ { file, title, tests }) =>
    tests.map((/** @type {any} */ test) => ({ ...test, file, title })),
  );
  return [...own, ...(suite.suites ?? []).flatMap(testsOf)];
}

/** @param {any} test @returns {Failure} */
function failureOf({ file, title, results }) {
  const first = results.find((/** @type {any} */ { status }) => status !== "passed");
  return { name: `${file} › ${title}`, reason: oneLine(first?.error?.message ?? first?.status) };
}

/** @param {string | undefined} message */
function oneLine(message = "") {
  const line = message.replaceAll(COLOUR, "").replaceAll(/\s+/g, " ").trim();
  return line.length > LONGEST_REASON ? `${line.slice(0, LONGEST_REASON)}…` : line;
}
