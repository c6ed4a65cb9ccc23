/**
 * @file The form of every call between a page and its workers. What each worker is asked stands beside it by subject, in
 * `protocol-*.ts`: with this, the only files both sides share. `Handlers` map a method to what it takes, reports and returns.
 */

/** A method: arguments, what it reports while running, what it returns. */
export interface Method<Args, Part, Result> {
  readonly args: Args;
  readonly part: Part;
  readonly result: Result;
}

export type MethodTable = { readonly [method: string]: Method<unknown, unknown, unknown> };

/** Page to worker. */
export type Request =
  | { readonly type: "request"; readonly id: number; readonly method: string; readonly args: unknown }
  | { readonly type: "cancel"; readonly id: number };

/** Worker to page. Every request ends in exactly one `result` or `error`. */
export type Response =
  | { readonly type: "part"; readonly id: number; readonly part: unknown }
  | { readonly type: "result"; readonly id: number; readonly result: unknown }
  | { readonly type: "error"; readonly id: number; readonly error: import("#shared/errors").ErrorData };
