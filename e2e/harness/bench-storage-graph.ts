/** @file A graph that has weights and computes next to nothing: loading it is moving its bytes. */
import { GraphBuilder } from "#models/onnx/graph-builder";
import type { BuiltGraph } from "#models/onnx/graph-builder";
import { concat, gather } from "#models/onnx/ops";
import type { BenchModel } from "./bench-storage-types.ts";

/** The names that Transformers.js gives the files beside `model.onnx`. */
export function dataFileName(index: number): string {
  return index === 0 ? "model.onnx_data" : `model.onnx_data_${index}`;
}

/** Each weight is a file of its own and is needed for one element, chosen by an input, so that nothing is folded away. */
export function weightGraph({ tensors, tensorBytes }: BenchModel): BuiltGraph {
  const graph = new GraphBuilder();
  const index = graph.input("index", "int64", [1]);
  const chosen = Array.from({ length: tensors }, (_, at) => {
    const name = dataFileName(at);
    const weight = graph.weight(name, "uint8", [tensorBytes], { kind: "tensor", tensor: name });
    return gather(graph, weight, index, 0);
  });
  graph.output("chosen", concat(graph, chosen, 0));
  return graph.build();
}
