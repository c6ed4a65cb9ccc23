import { expect, test } from "vitest";
import { STORE_ORIGIN, storeFetch } from "./store-fetch.ts";

const NAME = "onnx/decoder.onnx";
const BASE = `${STORE_ORIGIN}tiny/`;

function open(signal = new AbortController().signal) {
  const read: string[] = [];
  const blobs = new Map([[NAME, [new Blob(["one "]), new Blob(["two"])]]]);
  return { read, fetch: storeFetch({ modelId: "tiny", blobs, signal, onRead: (name) => read.push(name) }) };
}

test("a file of the model is its pieces in order", async () => {
  const { fetch, read } = open();
  const response = await fetch(`${BASE}${NAME}`);
  expect(response.status).toBe(200);
  expect(await response.text()).toBe("one two");
  expect(read).toEqual([NAME]);
});

test.each([
  `${BASE}config.json`,
  `${STORE_ORIGIN}other/${NAME}`,
  `${BASE}../tiny/${NAME}`,
  `https://huggingface.co/tiny/resolve/main/${NAME}`,
  "https://cdn.jsdelivr.net/npm/onnxruntime-web/dist/ort.wasm",
  NAME,
  "",
])("%j is answered without a request", async (address) => {
  const { fetch, read } = open();
  expect((await fetch(address)).status).toBe(404);
  expect(read).toEqual([]);
});

test("after an abort nothing is answered", async () => {
  const abort = new AbortController();
  const { fetch } = open(abort.signal);
  abort.abort();
  await expect(fetch(`${BASE}${NAME}`)).rejects.toThrow(expect.objectContaining({ name: "AbortError" }));
});
