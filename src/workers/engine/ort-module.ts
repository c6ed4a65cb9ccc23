/**
 * @file The C API of onnxruntime's plain WebAssembly build, as its glue script exports it (onnxruntime-web
 * 1.31.0-dev.20260914, lib/wasm/wasm-types.ts). The package version is pinned: these names are not a public interface.
 * Why we call it ourselves: docs/decisions/0002-onnxruntime-c-api.md.
 */

/** 32-bit addresses. */
export const POINTER_BYTES = 4;

/** An address in the WebAssembly heap; 0 is null. */
export type Pointer = number;

export interface OrtModule {
  /** Views are replaced when memory grows: read the property each time. */
  readonly HEAPU8: Uint8Array<ArrayBuffer>;
  _malloc(bytes: number): Pointer;
  _free(pointer: Pointer): void;
  stackSave(): number;
  stackRestore(stack: number): void;
  stackAlloc(bytes: number): Pointer;
  getValue(pointer: Pointer, type: "i32" | "*"): number;
  setValue(pointer: Pointer, value: number, type: "i32" | "*"): void;
  UTF8ToString(pointer: Pointer): string;
  stringToUTF8(text: string, pointer: Pointer, maxBytes: number): void;
  lengthBytesUTF8(text: string): number;

  _OrtInit(threads: number, loggingLevel: number): number;
  _OrtGetLastError(code: Pointer, message: Pointer): number;
  _OrtCreateSessionOptions(
    graphOptimizationLevel: number,
    cpuMemArena: number,
    memPattern: number,
    executionMode: number,
    profiling: number,
    profilePrefix: Pointer,
    logId: Pointer,
    logLevel: number,
    logVerbosity: number,
    optimizedModelPath: Pointer,
  ): Pointer;
  _OrtReleaseSessionOptions(options: Pointer): number;
  _OrtCreateSession(model: Pointer, bytes: number, options: Pointer): Pointer | Promise<Pointer>;
  _OrtReleaseSession(session: Pointer): number;
  _OrtCreateTensor(
    dataType: number,
    data: Pointer,
    bytes: number,
    dims: Pointer,
    rank: number,
    location: number,
  ): Pointer;
  _OrtReleaseTensor(tensor: Pointer): number;
  _OrtGetTensorData(tensor: Pointer, dataType: Pointer, data: Pointer, dims: Pointer, rank: Pointer): number;
  _OrtFree(pointer: Pointer): number;
  _OrtRun(
    session: Pointer,
    inputNames: Pointer,
    inputs: Pointer,
    inputCount: number,
    outputNames: Pointer,
    outputCount: number,
    outputs: Pointer,
    runOptions: Pointer,
  ): number | Promise<number>;
  mountExternalData(path: string, data: Uint8Array): void;
  unmountExternalData(): void;
}

export type OrtModuleFactory = (settings: {
  numThreads: number;
  locateFile: (fileName: string) => string;
}) => Promise<OrtModule>;
