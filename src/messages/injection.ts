/**
 * @file Detector for text that is aimed at an assistant instead of a person (spec messages-calendar 7, D7). It marks,
 * it never blocks: the other defences do not depend on it.
 */
import { cleanText, cutText } from "./clean-text.ts";
import { MAX_RAW_MESSAGE_CHARS } from "./limits.ts";
import { toNormalForm } from "./normal-form.ts";

/** Only text with one of these is looked at closely. */
const STEMS =
  /ignor|disregard|vergiss|forget|oublie|dimentica|esqueça|olvida|missachte|system|prompt|assistant|assistent|asistente|chatbot|language model|as an ai|you are|<\||\[inst\]|tool_call|approve|अनदेखा|नज़रअंदाज़|भूल|เพิกเฉย|ไม่ต้องสนใจ|ลืม/;

/** Each is linear: literal words with bounded gaps, or gaps that begin at a line end and do not cross one. */
const PATTERNS: readonly RegExp[] = [
  // chat template control tokens
  /<\|[a-z0-9_]{2,30}\|>|\[\/?inst\]|<\/?tool_call>/,
  // en
  /\b(?:ignore|disregard|forget)\b.{0,40}\b(?:previous|prior|above|earlier|preceding|instructions)\b/,
  /\bsystem prompt\b|\byour (?:prompt|instructions)\b/,
  /(?:^|\n)[^\S\n]*(?:system|assistant)\s*:/,
  /(?:^|\s)@(?:assistant|ai|chatbot)\b/,
  /\byou are (?:now )?(?:an? )?(?:ai|assistant|chatbot|language model|helpful assistant)\b/,
  /\bas an ai\b/,
  /\bapprove without asking\b/,
  // de
  /\b(?:ignoriere|ignorier|vergiss|missachte)\b.{0,40}(?:anweisung|vorherig|bisherig|alles|obig)/,
  /\bdu bist (?:jetzt )?(?:ein |eine )?(?:ki|assistent|chatbot|sprachmodell)\b/,
  // fr
  /\b(?:ignore|ignorez|oublie|oubliez)\b.{0,40}(?:instruction|consigne|précédent|ci-dessus)/,
  /\b(?:tu es|vous êtes) (?:maintenant )?(?:un |une )?(?:ia|assistant|modèle de langage)\b/,
  // it
  /\b(?:ignora|ignorate|dimentica)\b.{0,40}(?:istruzion|precedent|sopra)/,
  /\bsei (?:ora )?(?:un |una |un')?(?:ia|assistente|chatbot|modello linguistico)\b/,
  // pt
  /\b(?:ignore|ignorar|ignora|esqueça)\b.{0,40}(?:instruç|anterior|acima)/,
  /\b(?:você é|tu és) (?:agora )?(?:um |uma )?(?:ia|assistente|chatbot|modelo de linguagem)\b/,
  // es
  /\b(?:ignora|ignorar|ignore|olvida)\b.{0,40}(?:instruccion|anterior|previa)/,
  /\b(?:eres|usted es) (?:ahora )?(?:un |una )?(?:ia|asistente|chatbot|modelo de lenguaje)\b/,
  // hi
  /निर्देश.{0,40}(?:अनदेखा|नज़रअंदाज़|भूल)|(?:अनदेखा|नज़रअंदाज़|भूल).{0,40}निर्देश/,
  // th
  /(?:เพิกเฉย|ไม่ต้องสนใจ|ลืม).{0,40}คำสั่ง/,
];

/** True when a message, as far as `MAX_RAW_MESSAGE_CHARS` of it, reads like an instruction to an assistant. */
export function looksLikeInjection(text: string): boolean {
  // NFKC takes Thai SARA AM apart, and NFC does not put it together again.
  const { text: clean } = cleanText(cutText(text, MAX_RAW_MESSAGE_CHARS));
  const folded = toNormalForm(clean, "NFKC").toLowerCase().replaceAll("\u0e4d\u0e32", "\u0e33");
  return STEMS.test(folded) && PATTERNS.some((pattern) => pattern.test(folded));
}
