// @ts-check
/** @file Rates of downloads beside what they took of the machine: browser, server and disk share its cores. */
import { availableParallelism, cpus } from "node:os";

/** In MB/s, and how many cores were busy meanwhile. @typedef {{ rate: number[], cores: number[] }} Rates */

/** @returns {Rates} */
export function rates() {
  return { rate: [], cores: [] };
}

/** @param {Rates} rates */
export function lastOf({ rate, cores }) {
  return `${rate.at(-1)?.toFixed(0)} MB/s (${cores.at(-1)?.toFixed(1)} cores busy)`;
}

/**
 * Adds how many cores of the machine were busy, with whatever.
 *
 * @template T
 * @param {(page: import("playwright-core").Page, origin: string) => Promise<T>} work
 * @returns {(page: import("playwright-core").Page, origin: string) => Promise<{ value: T, cores: number }>}
 */
export function withCores(work) {
  return async (page, origin) => {
    const before = coreTimes();
    const value = await work(page, origin);
    const after = coreTimes();
    const share = (after.busy - before.busy) / (after.all - before.all);
    return { value, cores: share * availableParallelism() };
  };
}

function coreTimes() {
  const all = cpus().flatMap(({ times }) => Object.values(times));
  const idle = cpus().map(({ times }) => times.idle);
  return { all: sum(all), busy: sum(all) - sum(idle) };
}

/** @param {readonly number[]} values */
function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}
