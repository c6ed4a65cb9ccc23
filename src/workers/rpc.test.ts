import { afterEach, describe, expect, it } from "vitest";
import { AppError } from "#shared/errors";
import type { Method } from "./protocol.ts";
import { moving, RpcClient, serve } from "./rpc.ts";
import type { HandlerTable } from "./rpc.ts";

interface Table {
  readonly add: Method<{ a: number; b: number }, never, number>;
  readonly count: Method<{ to: number }, number, string>;
  readonly fail: Method<string, never, null>;
  readonly wait: Method<null, never, string>;
  readonly size: Method<Uint8Array, never, number>;
  readonly uncloneable: Method<null, never, unknown>;
  readonly move: Method<Uint8Array<ArrayBuffer>, never, ArrayBuffer>;
}

/** Signals that handlers were given, by method. */
const signals = new Map<string, AbortSignal>();
/** What `move` was called with. */
let given: ArrayBuffer | undefined;
const errors: Readonly<Record<string, () => unknown>> = {
  app: () => new AppError("context-full", "too long", { promptTokens: 7, contextTokens: 5 }),
  plain: () => new TypeError("oops"),
  text: () => "just text",
};

const handlers: HandlerTable<Table> = {
  add: async ({ a, b }) => a + b,
  count: async ({ to }, { onPart }) => {
    for (let part = 1; part <= to; part++) onPart(part);
    return "done";
  },
  fail: async (kind) => {
    throw errors[kind]!();
  },
  wait: (_, { signal }) => {
    signals.set("wait", signal);
    return new Promise((_resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason as Error));
    });
  },
  size: async (bytes) => bytes.length,
  uncloneable: async () => () => {},
  move: async ({ buffer }) => {
    given = buffer;
    return moving(buffer, [buffer]);
  },
};

const open: MessagePort[] = [];

function connect(): { client: RpcClient<Table>; raw: MessagePort } {
  const { port1, port2 } = new MessageChannel();
  open.push(port1, port2);
  [port1, port2].forEach((port) => port.start());
  serve<Table>(port2, handlers);
  return { client: new RpcClient<Table>(port1), raw: port1 };
}

/** Resolves when everything posted so far has been answered. */
const settled = (client: RpcClient<Table>): Promise<number> => client.call("add", { a: 0, b: 0 });

afterEach(() => {
  open.splice(0).forEach((port) => port.close());
  signals.clear();
});

describe("calls between threads", () => {
  it("give each caller its own result", async () => {
    const { client } = connect();
    const sums = [1, 2, 3, 4].map((a) => client.call("add", { a, b: 10 }));
    expect(await Promise.all(sums)).toEqual([11, 12, 13, 14]);
  });

  it("give parts in order, all before the result, each to its own call", async () => {
    const { client } = connect();
    const [first, second]: [number[], number[]] = [[], []];
    const results = await Promise.all([
      client.call("count", { to: 3 }, { onPart: (part) => first.push(part) }),
      client.call("count", { to: 2 }, { onPart: (part) => second.push(part) }).then((result) => {
        expect(second).toEqual([1, 2]);
        return result;
      }),
      client.call("count", { to: 1 }),
    ]);
    expect(results).toEqual(["done", "done", "done"]);
    expect(first).toEqual([1, 2, 3]);
  });

  it("move buffers instead of copying them", async () => {
    const { client } = connect();
    const bytes = new Uint8Array(1000);
    expect(await client.call("size", bytes, { transfer: [bytes.buffer] })).toBe(1000);
    expect(bytes.length).toBe(0);
  });

  it("moves a result that is marked so", async () => {
    const { client } = connect();
    const result = await client.call("move", Uint8Array.of(1, 2));
    expect([...new Uint8Array(result), given?.byteLength]).toEqual([1, 2, 0]);
  });

  it("keep code, message and details of an error", async () => {
    const { client } = connect();
    const error = await client.call("fail", "app").catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({
      code: "context-full",
      message: "too long",
      details: { promptTokens: 7, contextTokens: 5 },
    });
  });

  it.each([
    ["plain", "oops"],
    ["text", "just text"],
  ])("turn a thrown %s into an unexpected error", async (kind, message) => {
    const { client } = connect();
    await expect(client.call("fail", kind)).rejects.toMatchObject({
      name: "AppError",
      code: "unexpected",
      message,
    });
  });

  it("end in an error when a result cannot be sent", async () => {
    const { client } = connect();
    await expect(client.call("uncloneable", null)).rejects.toMatchObject({ code: "unexpected" });
    expect(await settled(client)).toBe(0);
  });

  it("reject when arguments cannot be sent", async () => {
    const { client } = connect();
    const args = (() => {}) as unknown as string;
    await expect(client.call("fail", args)).rejects.toThrow(/could not be cloned/);
    expect(await settled(client)).toBe(0);
  });

  it.each(["nothing", "__proto__", "constructor", "toString", "hasOwnProperty", ""])(
    "refuse the unknown method %j",
    async (method) => {
      const { client } = connect();
      await expect(client.call(method as "add", { a: 1, b: 2 })).rejects.toMatchObject({
        code: "unexpected",
      });
    },
  );
});

describe("Stop", () => {
  it("reaches the handler and comes back as AbortError", async () => {
    const { client } = connect();
    const controller = new AbortController();
    const waiting = client.call("wait", null, { signal: controller.signal });
    await settled(client);
    expect(signals.get("wait")?.aborted).toBe(false);
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ name: "AbortError" });
    expect(signals.get("wait")?.aborted).toBe(true);
  });

  it("stops only the call it belongs to", async () => {
    const { client } = connect();
    const controller = new AbortController();
    const other = client.call("count", { to: 1 });
    const waiting = client.call("wait", null, { signal: controller.signal });
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ name: "AbortError" });
    expect(await other).toBe("done");
  });

  it("does not even post a call that is stopped before it begins", async () => {
    const { client } = connect();
    await expect(client.call("wait", null, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: "AbortError",
    });
    await settled(client);
    expect(signals.has("wait")).toBe(false);
  });

  it("after the result changes nothing", async () => {
    const { client } = connect();
    const controller = new AbortController();
    expect(await client.call("count", { to: 1 }, { signal: controller.signal })).toBe("done");
    controller.abort();
    expect(await settled(client)).toBe(0);
  });
});

describe("a worker that is gone", () => {
  const crashed = new AppError("worker-crashed", "gone");

  it("rejects what is pending and every later call", async () => {
    const { client } = connect();
    const pending = [client.call("wait", null), client.call("wait", null)];
    client.fail(crashed);
    for (const call of [...pending, client.call("add", { a: 1, b: 2 })])
      await expect(call).rejects.toBe(crashed);
  });

  it("may still answer: nobody hears it", async () => {
    const { client, raw } = connect();
    const parts: number[] = [];
    const call = client.call("count", { to: 2 }, { onPart: (part) => parts.push(part) });
    client.fail(crashed);
    await expect(call).rejects.toBe(crashed);
    await new Promise((resolve) => raw.addEventListener("message", resolve, { once: true }));
    expect(parts).toEqual([]);
  });
});
