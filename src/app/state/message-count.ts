/** @file "The last ten messages": how many messages a request names, in figures of any script or in words of eight languages. */
import { fold } from "#agent/sentences/text";

const MAX_COUNT = 5000;

const table = (text: string): readonly (readonly [string, number])[] =>
  text
    .trim()
    .split(/\s*\n\s*/)
    .flatMap((line) => {
      const [value, ...words] = line.trim().split(/\s+/);
      return words.map((word): readonly [string, number] => [word, Number(value)]);
    });

/** Units and tens in words. Feminine and inflected forms stand beside the plain ones. */
const NUMBERS = new Map(
  table(`2 two zwei deux due dois duas dos दो สอง
  3 three drei trois tre três tres तीन สาม
  4 four vier quatre quattro quatro cuatro चार สี่
  5 five fünf cinq cinque cinco पाँच पांच ห้า
  6 six sechs sei seis छह छः หก
  7 seven sieben sept sette sete siete सात เจ็ด
  8 eight acht huit otto oito ocho आठ แปด
  9 nine neun neuf nove nueve नौ เก้า
  10 ten zehn dix dieci dez diez दस สิบ
  11 eleven elf onze undici once ग्यारह สิบเอ็ด
  12 twelve zwölf douze dodici doze doce dozen बारह สิบสอง
  13 thirteen dreizehn treize tredici treze trece तेरह สิบสาม
  14 fourteen vierzehn quatorze quattordici catorze catorce चौदह สิบสี่
  15 fifteen fünfzehn quinze quindici quince पंद्रह पन्द्रह สิบห้า
  16 sixteen sechzehn seize sedici dezesseis dezasseis dieciséis सोलह สิบหก
  17 seventeen siebzehn dix-sept diciassette dezessete dezassete diecisiete सत्रह สิบเจ็ด
  18 eighteen achtzehn dix-huit diciotto dezoito dieciocho अठारह สิบแปด
  19 nineteen neunzehn dix-neuf diciannove dezenove dezanove diecinueve उन्नीस สิบเก้า
  20 twenty zwanzig vingt venti vinte veinte बीस ยี่สิบ
  25 twenty-five fünfundzwanzig vingt-cinq venticinque veinticinco पच्चीस ยี่สิบห้า
  30 thirty dreißig dreissig trente trenta trinta treinta तीस สามสิบ
  40 forty vierzig quarante quaranta quarenta cuarenta चालीस สี่สิบ
  50 fifty fünfzig cinquante cinquanta cinquenta cincuenta पचास ห้าสิบ
  60 sixty sechzig soixante sessanta sessenta sesenta साठ หกสิบ
  70 seventy siebzig soixante-dix settanta setenta सत्तर เจ็ดสิบ
  80 eighty achtzig quatre-vingts ottanta oitenta ochenta अस्सी แปดสิบ
  90 ninety neunzig quatre-vingt-dix novanta noventa नब्बे เก้าสิบ
  100 hundred hundert einhundert cent cento cem cien सौ ร้อย หนึ่งร้อย`).map(([word, value]) => [
    fold(word),
    value,
  ]),
);

const alternatives = [...NUMBERS.keys()].toSorted((a, b) => b.length - a.length).join("|");
const NOUN =
  "messages?|nachrichten|messaggi|mensagens|mensajes|संदेशों|संदेश|मैसेज|ข้อความ|e-?mails?|mails?|posts?|texts?|lines?|entries|einträge";
const NUMBER = `(\\d{1,6}|${alternatives})`;
/** "last ten unread messages", "ultimi dieci messaggi", "les 10 derniers messages", "अंतिम दस संदेश". */
const COUNTED = new RegExp(
  `(?<![\\p{L}\\p{M}\\d.,:-])${NUMBER}(?![\\p{Ll}\\p{M}])(?:[\\s-]+(${alternatives}))?\\s*(?:\\p{L}[\\p{L}\\p{M}]*\\s+){0,2}?(?:${NOUN})(?![\\p{L}\\p{M}])`,
  "u",
);
/** Thai has the number last: "10 ข้อความ" and "ข้อความล่าสุดสิบข้อความ", "ข้อความ 10 รายการล่าสุด". */
const COUNTED_THAI = new RegExp(`(?:ข้อความ(?:ล่าสุด|สุดท้าย)?\\s*${NUMBER}|${NUMBER}\\s*ข้อความ)`, "u");

/** Null = it names none. At most 5000. */
export function countIn(request: string): number | null {
  const folded = fold(request);
  const found = COUNTED.exec(folded);
  const [, first, second] = found ?? COUNTED_THAI.exec(folded) ?? [];
  const count = found === null ? valueOf(first ?? second) : together(valueOf(first), valueOf(second));
  return count > 0 ? Math.min(count, MAX_COUNT) : null;
}

const valueOf = (word: string | undefined): number =>
  word === undefined ? 0 : (NUMBERS.get(word) ?? (/^\d+$/.test(word) ? Number(word) : 0));

/** "twenty five" and "two hundred". */
function together(first: number, second: number): number {
  if (second === 100 && first > 0 && first < 10) return first * 100;
  if (first === 0 || second === 0) return first + second;
  return first % 10 === 0 && second < 10 ? first + second : second;
}
