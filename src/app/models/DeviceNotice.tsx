/** @file Says what this browser lacks for running a model, before anything is downloaded. */
import type { ReactElement } from "react";
import { ErrorNotice } from "#app/shell/ErrorNotice.tsx";

export function DeviceNotice(): ReactElement | null {
  if (globalThis.crossOriginIsolated) return null;
  return <ErrorNotice kind="warning" error={{ code: "wasm-threads-missing", details: {} }} />;
}
