/**
 * @file Files whose sizes and SHA-256 are part of the app, and trusted for that. `scripts/model.mjs` cuts the GGUF into
 * the pieces below; Shapes-VL lies in the repository; the others are files of the hub at the revision that the catalog
 * pins, as several public projects that pin the same revision list them.
 */
import { cutFile, wholeFile } from "#models/weights/file-set";
import type { ModelFile } from "#models/weights/file-set";

const SMOLLM2_PIECE_BYTES = 16_777_216;
const SMOLLM2_BYTES = 98_362_432;
const SMOLLM2_PIECES = [
  "85986a2cc9866594e265d689e5307d005b15e16b7b00e869ea449a2f05d4f25e",
  "40a6f03ee5c4f80ca4f267dc64c784b4f1b219aa4eff987fc1f5e121fca7aa18",
  "206f06ffc8ad04161db5c881d221be90397f1d072ba87c81a15d45ecea616536",
  "4351e7706de6771aa85d0ff114e4adc8a5557fc6f010302b00661441281c860a",
  "c3ef1d88fbb990afca78ed980aa61061ff3d8d06578ad3fd7351acf596c91da7",
  "c6c9ef78539948f99b88280ed4da697f6b94cc8c2177db8a1934420f33123f54",
];

export const SMOLLM2_FILES: readonly ModelFile[] = [
  {
    name: "SmolLM2-135M-Instruct.Q4_1.gguf",
    sizeBytes: SMOLLM2_BYTES,
    sha256: "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
    gitBlobId: null,
    pieces: SMOLLM2_PIECES.map((sha256, index) => {
      const offset = index * SMOLLM2_PIECE_BYTES;
      const sizeBytes = Math.min(SMOLLM2_PIECE_BYTES, SMOLLM2_BYTES - offset);
      return { name: `piece-${String(index).padStart(3, "0")}.bin`, offset, sizeBytes, sha256 };
    }),
  },
];

export const SHAPES_VL_FILES: readonly ModelFile[] = [
  wholeFile("config.json", 1483, "a1b12da32fede146f05f526040b7da9bb25c36b2c60230d0ca371d3401a250cd"),
  wholeFile(
    "generation_config.json",
    110,
    "2b5765538d8f87865e49a9e1b595074be96648219dfe5b54c6270e8f77af6db2",
  ),
  wholeFile(
    "model.safetensors",
    5_452_614,
    "ae08268a0bbb64bcef860d61cdc4687be09762af376178de1b14c35672175b89",
  ),
  wholeFile(
    "preprocessor_config.json",
    405,
    "577438e512d40e5ca34690655f71fb3f35753034990708847d4eb26159493198",
  ),
  wholeFile("tokenizer.json", 124_298, "9c3bdc636dfa359ee3f258661280f2adb47f9b3b83facd8a231fb333d480ebc0"),
  wholeFile("tokenizer_config.json", 687, "190de5e8b515c76a1452c256c6e4104a4b45323267ee08889f4e89123b6ec4e6"),
];

/** The tokenizer that all MLX copies of the Llama 3.2 text models share. */
const LLAMA_TOKENIZER_FILES: readonly ModelFile[] = [
  wholeFile(
    "special_tokens_map.json",
    296,
    "6f38c73729248f6c127296386e3cdde96e254636cc58b4169d3fd32328d9a8ec",
  ),
  wholeFile("tokenizer.json", 17_209_920, "6b9e4e7fb171f92fd137b777cc2714bf87d11576700a1dcd7a399e7bbe39537b"),
  wholeFile(
    "tokenizer_config.json",
    54_558,
    "022d5ae3df4737998ab97d8f31ac2bcb4c06dd8ebe5a8aba2b4aceef1e5ea7d3",
  ),
];

/** mlx-community/Llama-3.2-1B-Instruct-4bit at 08231374. */
export const LLAMA_1B_MLX_FILES: readonly ModelFile[] = [
  wholeFile("config.json", 1121, "73bfb89e5a43c76ada2d7a9609862139578a71cfbb43e30bf5d4571026dd3741"),
  ...LLAMA_TOKENIZER_FILES,
  cutFile({
    name: "model.safetensors",
    sizeBytes: 695_283_921,
    sha256: "35e396644bca888eec399f9c0f843ec7fa78b8f8c5e06841661be62b4edf96dd",
    gitBlobId: null,
  }),
];

/** mlx-community/Llama-3.2-3B-Instruct-4bit at 7f0dc925. */
export const LLAMA_3B_MLX_FILES: readonly ModelFile[] = [
  wholeFile("config.json", 1122, "c546925585e48f43890d9dc5150df4fec73dd3780d92961c5ace451934cc4cd6"),
  ...LLAMA_TOKENIZER_FILES,
  cutFile({
    name: "model.safetensors",
    sizeBytes: 1_807_496_278,
    sha256: "d75e1ee0ea653cc5b76191ec934c7c0d568e94d4e47846619f1f4bc715b7b265",
    gitBlobId: null,
  }),
];
