/**
 * @file The files of the models that come with the app, with their SHA-256: trusted because this list is part of the app.
 * `scripts/model.mjs` cuts the GGUF into the pieces below; Shapes-VL lies in the repository.
 */
import { wholeFile } from "#models/weights/file-set";
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
