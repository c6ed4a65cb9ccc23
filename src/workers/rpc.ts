/**
 * @file Typed calls between a page and its workers: one request, any number of parts, then exactly one result or
 * error. Ours because an `AbortSignal` cannot be posted and Comlink keeps only the message of an error.
 */
import { errorFromData, errorToData, AppError } from "#shared/errors";
import type { Method, MethodTable, Request, Response } from "./protocol.ts";

export interface CallOptions<Part> {
  readonly signal?: AbortSignal;
  readonly onPart?: (part: Part) => void;
  /** Buffers moved instead of copied. */
  readonly transfer?: Transferable[];
}

/** What the calling side needs of a `Worker`: satisfied by Worker and MessagePort. */
export interface Endpoint {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: "message", listener: (event: MessageEvent<Response>) => void): void;
}

interface Pending {
  resolve(value: unknown): void;
  reject(error: unknown): void;
  onPart: ((part: never) => void) | undefined;
}

type ArgsOf<M> = M extends Method<infer A, infer _P, infer _R> ? A : never;
type PartOf<M> = M extends Method<infer _A, infer P, infer _R> ? P : never;
type ResultOf<M> = M extends Method<infer _A, infer _P, infer R> ? R : never;

/** The calling side. Create one for each worker. */
export class RpcClient<Table extends { [K in keyof Table]: MethodTable[string] }> {
  readonly #endpoint: Endpoint;
  readonly #pending = new Map<number, Pending>();
  #nextId = 1;
  #failure: AppError | null = null;

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint;
    endpoint.addEventListener("message", (event) => this.#receive(event.data));
  }

  /** @throws what the worker threw, as AppError; AbortError when `signal` fires. */
  call<K extends keyof Table & string>(
    method: K,
    args: ArgsOf<Table[K]>,
    options: CallOptions<PartOf<Table[K]>> = {},
  ): Promise<ResultOf<Table[K]>> {
    const { signal, onPart, transfer = [] } = options;
    return new Promise((resolve, reject) => {
      if (this.#failure) return reject(this.#failure);
      if (signal?.aborted) return reject(new DOMException("aborted", "AbortError"));
      const id = this.#nextId++;
      const cancel = (): void => this.#post({ type: "cancel", id }, []);
      const settle = (): void => signal?.removeEventListener("abort", cancel);
      signal?.addEventListener("abort", cancel, { once: true });
      this.#pending.set(id, {
        resolve: (value) => (settle(), resolve(value as ResultOf<Table[K]>)),
        reject: (error) => (settle(), reject(error)),
        onPart,
      });
      this.#post({ type: "request", id, method, args }, transfer);
    });
  }

  /** Rejects everything pending and every later call: the worker is gone. */
  fail(error: AppError): void {
    this.#failure = error;
    for (const pending of this.#pending.values()) pending.reject(error);
    this.#pending.clear();
  }

  #post(message: Request, transfer: Transferable[]): void {
    this.#endpoint.postMessage(message, transfer);
  }

  #receive(response: Response): void {
    const pending = this.#pending.get(response.id);
    if (!pending) return;
    if (response.type === "part") return pending.onPart?.(response.part as never);
    this.#pending.delete(response.id);
    if (response.type === "result") pending.resolve(response.result);
    else pending.reject(errorFromData(response.error));
  }
}

/** One worker-side function: arguments, then the signal and the part channel of this request. */
export type Handler<M> = (
  args: ArgsOf<M>,
  context: { readonly signal: AbortSignal; readonly onPart: (part: PartOf<M>) => void },
) => Promise<ResultOf<M>>;

export type HandlerTable<Table> = { readonly [K in keyof Table]: Handler<Table[K]> };

const movables = new WeakMap<object, Transferable[]>();

/** Marks what moves with a result of a handler instead of being copied. */
export function moving<T extends object>(result: T, transfer: Transferable[]): T {
  movables.set(result, transfer);
  return result;
}

function movablesOf(result: unknown): Transferable[] {
  return typeof result === "object" && result !== null ? (movables.get(result) ?? []) : [];
}

/** What the answering side needs of its global scope. */
export interface Scope {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: "message", listener: (event: MessageEvent<Request>) => void): void;
}

/** Starts answering in a worker. Own-property look-up: method names are input. */
export function serve<Table extends object>(scope: Scope, handlers: HandlerTable<Table>): void {
  const running = new Map<number, AbortController>();
  const post = (response: Response, transfer: Transferable[] = []): void =>
    scope.postMessage(response, transfer);

  async function answer(id: number, method: string, args: unknown): Promise<void> {
    const controller = new AbortController();
    running.set(id, controller);
    try {
      if (!Object.hasOwn(handlers, method)) throw new AppError("unexpected", `unknown method ${method}`);
      const handler = handlers[method as keyof Table] as Handler<Method<unknown, unknown, unknown>>;
      const onPart = (part: unknown): void => post({ type: "part", id, part });
      const result = await handler(args, { signal: controller.signal, onPart });
      post({ type: "result", id, result }, movablesOf(result));
    } catch (error) {
      post({ type: "error", id, error: errorToData(error) });
    } finally {
      running.delete(id);
    }
  }

  scope.addEventListener("message", ({ data }) => {
    if (data.type === "cancel") running.get(data.id)?.abort();
    else void answer(data.id, data.method, data.args);
  });
}
