/** @file A worker and the calls to it: a crash, and its end, reject what is pending. */
import { AppError } from "#shared/errors";
import type { MethodTable } from "./protocol.ts";
import { RpcClient } from "./rpc.ts";

export interface WorkerHandle<Table extends { [K in keyof Table]: MethodTable[string] }> {
  readonly rpc: RpcClient<Table>;
  /** Ends the thread at once and gives its memory back; pending calls reject with `worker-crashed`. */
  terminate(): void;
}

export function workerHandle<Table extends { [K in keyof Table]: MethodTable[string] }>(
  worker: Worker,
): WorkerHandle<Table> {
  const rpc = new RpcClient<Table>(worker);
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    rpc.fail(new AppError("worker-crashed", event.message || "worker script failed"));
  });
  worker.addEventListener("messageerror", () =>
    rpc.fail(new AppError("worker-crashed", "message not readable")),
  );
  return {
    rpc,
    terminate: () => {
      worker.terminate();
      rpc.fail(new AppError("worker-crashed", "worker was ended"));
    },
  };
}
