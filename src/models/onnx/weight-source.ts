/**
 * @file Where the bytes of a weight of a graph come from. The graph says it when it names the weight, so that whoever
 * makes the bytes needs no rules about names.
 */

/** A matrix of the checkpoint. */
export interface MatrixPart {
  /** The checkpoint's name. */
  readonly name: string;
  /** [out, in] */
  readonly shape: readonly [number, number];
}

/** Tensors of the checkpoint with the same inputs, stacked top to bottom: one matrix [N, K]. */
export interface MatrixSource {
  readonly kind: "matrix";
  /** The name in our graphs: `layers.0.self_attn.qkv_proj`. */
  readonly module: string;
  readonly parts: readonly MatrixPart[];
  /** Rows of the stack that this weight holds: [first, end). */
  readonly firstRow: number;
  readonly endRow: number;
  readonly form: MatrixForm;
  /** Which of the tensors that the form consists of. */
  readonly piece: MatrixPiece;
}

/**
 * float: weight [K, N] in the type of the activations. int8: weight [K, N] and scale [N], value = scale * q. nbits: quants
 * [N, K / blockSize, blockSize * bits / 8], scales and zero points [N, K / blockSize], value = (q - zeroPoint) * scale, and
 * with `residuals` a [K / blockSize, N] more of what each value of a block lacks.
 */
export type MatrixForm = { readonly kind: "float" } | { readonly kind: "int8" } | NBitsForm;

export interface NBitsForm {
  readonly kind: "nbits";
  readonly bits: 4 | 8;
  readonly blockSize: number;
  readonly residuals: boolean;
  /** Of scales and residuals: the type of the activations. */
  readonly scaleType: "float32" | "float16";
}

export type MatrixPiece = "weight" | "scale" | "quants" | "scales" | "zero_points" | "residuals";

export type WeightSource =
  | MatrixSource
  /** A tensor of the checkpoint as it is. */
  | { readonly kind: "tensor"; readonly tensor: string }
  /**
   * tanh of a gate of the checkpoint, which is stored before it, once for each channel: the runtime's optimiser fails on
   * products with an external tensor of one element (matmul_scale_fusion.cc).
   */
  | { readonly kind: "gate"; readonly tensor: string }
  /** Rotary tables [positions, headDim / 2]. */
  | { readonly kind: "rotary"; readonly table: "cos" | "sin" };
