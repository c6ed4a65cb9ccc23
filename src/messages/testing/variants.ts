/** @file Every format in every variant that tests write. */
import { TELEGRAM_VARIANTS } from "./telegram.ts";
import type { FormatVariant } from "./variant.ts";

export const FORMAT_VARIANTS: readonly FormatVariant[] = [...TELEGRAM_VARIANTS];
