/**
 * @file Collects the nodes of one ONNX graph. Values are objects with a type and a shape, so a wrong connection
 * throws where it is made and not in the runtime; names come from the scopes they were made in, so that node,
 * weight and checkpoint names agree. The ops themselves are in `ops.ts`.
 *
 *   const graph = new GraphBuilder();
 *   const x = graph.input("x", "float32", [1, "T", 64]);
 *   const w = graph.weight("proj.weight", "float32", [64, 8], { kind: "tensor", tensor: "proj.weight" });
 *   graph.output("y", matMul(graph, x, w));          // float32 [1, T, 8]
 */
import { encodeModel } from "./onnx-model.ts";
import type {
  AttributeValue,
  BranchData,
  DType,
  Dim,
  NodeData,
  TensorData,
  ValueData,
} from "./onnx-model.ts";
import type { WeightSource } from "./weight-source.ts";

/** The result of a node, an input or a weight. */
export interface Value {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly Dim[];
}

/** A weight the runtime will ask for by name when the session is created. */
export interface WeightSlot {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly source: WeightSource;
}

export interface BuiltGraph {
  /** A serialised ModelProto without the weights. */
  readonly model: Uint8Array<ArrayBuffer>;
  readonly weights: readonly WeightSlot[];
}

/** A graph that cannot be right: shapes or types do not fit. A bug in a model definition, not a user's error. */
export class GraphError extends Error {
  override readonly name = "GraphError";
}

type ConstantType = "float32" | "int64" | "int32" | "uint8";

function typedValues(dtype: ConstantType, values: readonly number[]): ArrayBufferView {
  if (dtype === "float32") return new Float32Array(values);
  if (dtype === "uint8") return new Uint8Array(values);
  return dtype === "int32" ? new Int32Array(values) : new BigInt64Array(values.map(BigInt));
}

export interface NodeSpec {
  readonly domain?: string;
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
  readonly outputs: readonly { readonly dtype: DType; readonly shape: readonly Dim[] }[];
}

export class GraphBuilder {
  /** Where nodes go: those of the graph, or of the branch being made. */
  #nodes: NodeData[] = [];
  readonly #initializers: TensorData[] = [];
  readonly #inputs: ValueData[] = [];
  readonly #outputs: ValueData[] = [];
  readonly #weights = new Map<string, WeightSlot>();
  readonly #constants = new Map<string, Value>();
  readonly #names = new Set<string>();
  readonly #results = new Set<string>();
  /** Values that became outputs: the runtime writes an output in place only if a node names it directly. */
  readonly #renamed = new Map<string, string>();
  #scope = "";

  input(name: string, dtype: DType, shape: readonly Dim[]): Value {
    const value = { name: this.#claimExactly(name), dtype, shape };
    this.#inputs.push(value);
    return value;
  }

  /** Makes `value`, the result of a node, an output called `name`. */
  output(name: string, value: Value): void {
    if (this.#renamed.has(value.name)) throw new GraphError(`${value.name} is already an output`);
    if (!this.#results.has(value.name)) throw new GraphError(`${value.name} is not the result of a node`);
    this.#renamed.set(value.name, this.#claimExactly(name));
    this.#outputs.push({ name, dtype: value.dtype, shape: value.shape });
  }

  /** A tensor kept outside the model bytes. The same name twice is the same weight. */
  weight(name: string, dtype: DType, shape: readonly number[], source: WeightSource): Value {
    const known = this.#weights.get(name);
    if (known) {
      if (known.dtype !== dtype || known.shape.join() !== shape.join())
        throw new GraphError(
          `weight ${name} asked for as ${dtype}[${shape.join()}] and ${known.dtype}[${known.shape.join()}]`,
        );
      return known;
    }
    const slot = { name: this.#claimExactly(name), dtype, shape, source };
    this.#weights.set(name, slot);
    this.#initializers.push({ name, dtype, shape, data: "external" });
    return slot;
  }

  /** A small tensor inside the model bytes; equal constants are stored once. */
  constant(dtype: ConstantType, shape: readonly number[], values: readonly number[]): Value {
    const length = shape.reduce((product, size) => product * size, 1);
    if (values.length !== length) throw new GraphError(`${values.length} values for [${shape.join()}]`);
    const key = `${dtype}[${shape.join()}]=${values.join()}`;
    const known = this.#constants.get(key);
    if (known) return known;
    const typed = typedValues(dtype, values);
    const value = { name: this.#claim(`constant.${this.#constants.size}`), dtype, shape };
    this.#constants.set(key, value);
    this.#initializers.push({ ...value, data: new Uint8Array(typed.buffer) });
    return value;
  }

  /** Names made by `body` start with `name`. */
  scope<T>(name: string, body: () => T): T {
    const outer = this.#scope;
    this.#scope = outer === "" ? name : `${outer}.${name}`;
    try {
      return body();
    } finally {
      this.#scope = outer;
    }
  }

  /** Adds a node. Ops call this with outputs whose shapes they inferred; `null` leaves an optional input out. */
  node(opType: string, inputs: readonly (Value | null)[], spec: NodeSpec): Value[] {
    const name = this.#claim(this.#scope === "" ? opType : `${this.#scope}/${opType}`);
    const outputs = spec.outputs.map((output, index) => ({
      name: this.#claim(`${name}:${index}`),
      ...output,
    }));
    for (const output of outputs) this.#results.add(output.name);
    this.#nodes.push({
      name,
      opType,
      domain: spec.domain ?? "",
      inputs: inputs.map((input) => input?.name ?? ""),
      outputs: outputs.map((output) => output.name),
      attributes: spec.attributes ?? {},
    });
    return outputs;
  }

  /**
   * `then` where the scalar `condition` is true when the graph runs, `otherwise` elsewhere: only the branch taken is
   * computed. Both bodies may use any value made before, and return results of their own nodes of the same type.
   */
  branch(condition: Value, then: () => Value, otherwise: () => Value): Value {
    if (condition.dtype !== "bool" || condition.shape.length > 0) throw new GraphError("not a condition");
    const [taken, other] = [this.#body(then), this.#body(otherwise)];
    const { dtype, shape } = taken.result;
    if (other.result.dtype !== dtype || other.result.shape.join() !== shape.join()) {
      throw new GraphError("the branches give different types");
    }
    const [value] = this.node("If", [condition], {
      attributes: { then_branch: { graph: taken.body }, else_branch: { graph: other.body } },
      outputs: [{ dtype, shape }],
    });
    if (!value) throw new GraphError("If lost its output");
    return value;
  }

  #body(make: () => Value): { readonly result: Value; readonly body: BranchData } {
    const outer = this.#nodes;
    this.#nodes = [];
    try {
      const result = make();
      if (!this.#nodes.some(({ outputs }) => outputs.includes(result.name))) {
        throw new GraphError(`${result.name} was not made in its branch`);
      }
      return { result, body: { nodes: this.#nodes, outputs: [result] } };
    } finally {
      this.#nodes = outer;
    }
  }

  build(): BuiltGraph {
    const model = encodeModel({
      nodes: this.#nodes.map((node) => this.#finished(node)),
      initializers: this.#initializers,
      inputs: this.#inputs,
      outputs: this.#outputs,
    });
    return { model, weights: [...this.#weights.values()] };
  }

  /** The node with the names that the outputs of the graph were given, in its branches too. */
  #finished(node: NodeData): NodeData {
    const finalName = (name: string): string => this.#renamed.get(name) ?? name;
    const finish = (value: AttributeValue): AttributeValue =>
      "graph" in value
        ? { graph: { ...value.graph, nodes: value.graph.nodes.map((inner) => this.#finished(inner)) } }
        : value;
    const attributes = Object.fromEntries(
      Object.entries(node.attributes).map(([name, value]) => [name, finish(value)]),
    );
    return { ...node, inputs: node.inputs.map(finalName), outputs: node.outputs.map(finalName), attributes };
  }

  /** The runtime is asked for inputs, weights and outputs by these names: they can't get a number. */
  #claimExactly(name: string): string {
    if (this.#names.has(name)) throw new GraphError(`the name ${name} is taken`);
    return this.#claim(name);
  }

  /** ONNX needs every name once; a second use gets a number. */
  #claim(name: string): string {
    let free = name;
    for (let count = 1; this.#names.has(free); count++) free = `${name}_${count}`;
    this.#names.add(free);
    return free;
  }
}
