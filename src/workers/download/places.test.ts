import { describe, expect, it } from "vitest";
import { CATALOG, findModel } from "#models/catalog";
import { fileUrl, listPlaces, listUrl, rangeOf } from "./places.ts";
import type { Place } from "./places.ts";

const HUB: Place = { layout: "hub", base: "https://huggingface.co" };
const MIRROR: Place = { layout: "hub", base: "https://mirror.example/hf" };
const PACK: Place = { layout: "pack", base: "https://mirror.example" };
const webLlm = CATALOG.find(({ engine }) => engine === "webllm")!;
const llama = findModel("llama-3.2-1b")!;
const files = llama.source.kind === "hub" ? llama.source.files! : [];
const set = { modelId: llama.id, revision: "abc", files };

describe("places", () => {
  it("are the hub, or the mirror in either layout and nothing else", () => {
    expect(listPlaces(null)).toEqual([HUB]);
    expect(listPlaces("https://mirror.example/hf/").map(({ base }) => base)).toEqual([
      MIRROR.base,
      MIRROR.base,
    ]);
    expect(listPlaces("http://localhost:8000")).toHaveLength(2);
  });

  it.each([
    "http://mirror.example",
    "ftp://x",
    "mirror",
    "https://a:b@mirror.example",
    "https://x/?y",
    "javascript:1",
  ])("are not %s", (address) => {
    expect(() => listPlaces(address)).toThrow(expect.objectContaining({ code: "download-failed" }));
  });
});

describe("addresses", () => {
  it("of the list", () => {
    expect(listUrl(HUB, webLlm)).toBe(
      "https://huggingface.co/api/models/mlc-ai/Llama-3.2-1B-Instruct-q4f16_1-MLC/revision/main?blobs=true",
    );
    expect(listUrl(PACK, llama)).toBe("https://mirror.example/llama-3.2-1b/hearth-model.json");
  });

  it("of files, at the commit of the list", () => {
    const path = "mlx-community/Llama-3.2-1B-Instruct-4bit/resolve/abc/config.json";
    expect(fileUrl(HUB, llama, set, "config.json")).toBe(`https://huggingface.co/${path}`);
    expect(fileUrl(MIRROR, llama, set, "config.json")).toBe(`${MIRROR.base}/${path}`);
    expect(fileUrl(PACK, llama, set, "a b/c.json")).toBe("https://mirror.example/llama-3.2-1b/a%20b/c.json");
  });

  it("of files of another place, but never beside a mirror", () => {
    expect(fileUrl(HUB, webLlm, set, "model-lib.wasm")).toMatch(
      /^https:\/\/raw\.githubusercontent\.com\/.*\.wasm$/,
    );
    expect(fileUrl(MIRROR, webLlm, set, "model-lib.wasm")).toMatch(/^https:\/\/mirror\.example\/hf\//);
  });

  it("of a piece inside a file", () => {
    const file = files.find(({ name }) => name === "model.safetensors")!;
    expect(rangeOf(HUB, llama, set, file, file.pieces[2]!)).toMatchObject({
      offset: 2 * 32 * 2 ** 20,
      resourceBytes: 695_283_921,
    });
  });
});
