/**
 * @file Replies that take a task from its owner or end it: "no need to fetch him", "forget the dessert", "no sorry, they're
 * broken", "actually no, grandma drives him". Words of each language are tables; what is spoken of is told by shared words.
 */

import { isOwnedBy, ownerFromPerson } from "#agent/sentences/ownership";
import { shareVerb } from "#agent/sentences/same-verb";
import { CLAUSE_MARK, fold, foldedWords, segment } from "#agent/sentences/text";
import { sharedWords } from "#agent/sentences/topic";
import { wholeWords } from "#agent/sentences/whole-words";
import type { Language } from "#calendar/resolution";

import type { FoundItem } from "./found-item.ts";
import { isDirectReply, isLive, itemTopics, pick, replyOf, shared, touch, type Reply } from "./reply.ts";

type Items = readonly FoundItem[];

/** Nobody has to do it any more. Folded. */
const RELEASES: Readonly<Record<Language, RegExp>> = {
  en: wholeWords(
    "no need(?: to| for)?|no longer (?:needed|necessary|need)|not (?:needed|necessary)(?: any ?more)?|(?:you|we|nobody|no one) (?:don't|needn't|doesn't|no longer) (?:have to|need to|need|has to|needs to)|needn't",
  ),
  de: wholeWords(
    "(?:nicht|nimmer) (?:mehr )?(?:nötig|notwendig)|(?:brauchst|braucht|brauchen|musst|müsst|müssen) (?:\\S+ ){0,4}(?:nicht|keine[nr]?|nimmer)|unnötig",
  ),
  fr: wholeWords("(?:pas|plus) (?:la peine|besoin|nécessaire)(?: de| d')?|inutile de"),
  it: wholeWords(
    "non (?:serve|occorre|c'è (?:più )?bisogno|è (?:più )?necessario|bisogna|dovete|devi)(?: più)?(?: di)?",
  ),
  pt: wholeWords(
    "não (?:é|será) (?:mais )?(?:preciso|necessário)|já não é preciso|não precisas?(?: mais)?(?: de)?|não precisam",
  ),
  es: wholeWords("no (?:hace|hará) falta|no es necesario|no (?:tienes|tenéis|tienen) que|ya no hace falta"),
  hi: /(?:ज़रूरत|जरूरत) नहीं|नहीं (?:करना|लाना|जाना) पड़ेगा/u,
  th: /ไม่ต้อง(?!ห่วง|กังวล|รีบ)|ไม่จำเป็น/u,
};

/** "Forget the dessert": an order to leave it, which "don't forget the dessert" is not. Folded. */
const DROPS: Readonly<Record<Language, RegExp>> = {
  en: /(?<!(?:don't|dont|not|never|can't|didn't|won't|i|we|they|to) )(?<!\p{L})(?:forget(?: about)?|skip|scrap|drop) (?:the|my|our|that|those)(?!\p{L})/u,
  de: /(?<!\p{L})(?:vergiss|vergesst|lass|lasst) (?:den|die|das|mein\p{L}{0,2}|unser\p{L}{0,2})(?!\p{L})(?!.*(?:nicht|machen|uns))/u,
  fr: /(?<!n'|n’)(?<!\p{L})(?:oublie|oubliez|oublions|laisse tomber|laissez tomber) (?:le|la|les|mon|ma|mes|l')(?!.*(?<!\p{L})pas(?!\p{L}))/u,
  it: /(?<!non )(?<!\p{L})(?:dimentica|dimenticate|lascia(?:te)? (?:stare|perdere)|scordatevi|scordati) (?:il|la|lo|i|gli|le|l')/u,
  pt: /(?<!não )(?<!não se )(?<!\p{L})(?:esquece|esqueçam|esqueça|esquecam|deixa|deixem) (?:o|a|os|as|do|da)(?!\p{L})/u,
  es: /(?<!no )(?<!no te )(?<!\p{L})(?:olvida|olvidad|olviden|olvidaos (?:de)?|olvídate de|olvidaos del|dejad|deja) ?(?:el|la|los|las|del|mi)(?!\p{L})/u,
  hi: /(?<!मत )(?:भूल जाओ|छोड़ दो|रहने दो)/u,
  th: /ไม่เอา(?:แล้ว)|ช่างมัน/u,
};

/** The task that is no longer needed, ended; null where the sentence speaks of none. */
export function release(items: Items, reply: Reply): Items | null {
  const { text } = reply.sentence;
  const { language } = reply.read;
  if (/[?？]/u.test(text)) return null;
  const says = (part: string): boolean =>
    RELEASES[language].test(fold(part)) || DROPS[language].test(fold(part));
  const clause = text.split(CLAUSE_MARK).find(says);
  if (clause === undefined) return null;
  const cue = `${RELEASES[language].exec(fold(clause))?.[0] ?? ""} ${DROPS[language].exec(fold(clause))?.[0] ?? ""}`;
  const cueWords = new Set(foldedWords(cue));
  const { own } = replyOf(reply.read, { ...reply.sentence, text: clause }, reply.thread);
  const named = own.filter((word) => !cueWords.has(word));
  const target = pick(
    items,
    reply,
    (item, count) => {
      if (item.kind !== "task" || !isLive(item) || item.read.suspicious) return false;
      if (count === 0 && !isDirectReply(item, reply)) return false;
      // "No need to bring cake" leaves the chairs that were to be brought.
      return sharedWords(named, itemTopics(item, reply), language).length === named.length;
    },
    0,
  );
  return target && touch(items, target, reply, { status: "cancelled" });
}

/** Opens a refusal. Folded. */
const REFUSES: Readonly<Record<Language, RegExp>> = {
  en: /^(?:(?:oh|hmm|sorry|ah|um|unfortunately|actually)[\s,]+){0,2}(?:no(?! (?:problem|worries|need|doubt|prob|idea))|nope|nah|can't|cannot|i (?:can't|cannot|won't)|i'm afraid (?:not|i can't)|not me)(?!\p{L})/u,
  de: /^(?:(?:oh|hm|sorry|ach|leider|tut mir leid)[\s,]+){0,2}(?:nein|nee|nö|ne|ich (?:leider )?nicht|kann (?:ich )?(?:leider )?nicht|ich kann (?:leider )?(?:da )?nicht|schaffe? ich (?:leider )?nicht|(?<=leider[\s,]+)nicht)(?!\p{L})/u,
  fr: /^(?:(?:oh|ah|désolée?|malheureusement)[\s,]+){0,2}(?:non|pas moi|je (?:ne )?(?:peux|pourrai) pas|impossible)(?!\p{L})/u,
  it: /^(?:(?:oh|ah|scusa|mi dispiace|purtroppo|eh)[\s,]+){0,2}(?:no(?!\s?,? problem)|non (?:posso|riesco|ce la faccio)|io no)(?!\p{L})/u,
  pt: /^(?:(?:oh|ah|desculpa|infelizmente|lamento)[\s,]+){0,2}(?:não(?! (?:há|tem) problema)|eu não)(?!\p{L})/u,
  es: /^(?:(?:oh|ay|lo siento|perdón|perdona)[\s,]+){0,2}(?:no(?!,? (?:hay|te preocupes|problema))|yo no)(?!\p{L})/u,
  hi: /^(?:(?:सॉरी|माफ़ करना|अरे)[\s,]+)?(?:नहीं(?! भूल)|मैं नहीं|मुझसे नहीं)/u,
  th: /^(?:ขอโทษ\S*\s*)?(?:ไม่ได้|ไม่ว่าง|ไม่สะดวก|ทำไม่ได้)/u,
};

/** "No, I'll do it", "no, done already" refuse nothing. */
const isRefusal = ({ sentence, read }: Reply): boolean => {
  const { cues, text } = sentence;
  if (cues.accepts || cues.commits || cues.done || cues.act === "offer") return false;
  return (
    !/[?？]/u.test(text) && (REFUSES[read.language].test(fold(text).trim()) || regrets(fold(text).trim()))
  );
};

/** "Sorry, my back's gone, can't lift anything": an apology, and behind it that one can't. Folded. */
const APOLOGY =
  /^(?:(?:oh|ah|ach|ay|hm+)[\s,]+)?(?:sorry|so sorry|leider|tut mir leid|désolée?|scusa(?:te)?|mi dispiace|purtroppo|desculpa|lamento|infelizmente|lo siento|perdón|perdona|सॉरी|माफ़ करना|ขอโทษ)(?![\p{L}\p{M}])/u;
const UNABLE =
  /(?<!\p{L})(?:can't|cannot|won't be able|not able|am away|i'm away|kann (?:\S+ ){0,4}nicht|schaffe? (?:\S+ ){0,3}nicht|bin (?:nicht da|weg|verreist)|(?:je )?(?:peux|pourrai) pas|suis pas là|non (?:posso|riesco|ci sono)|não (?:posso|consigo|vou estar)|no (?:puedo|estoy|podré))(?!\p{L})|नहीं (?:कर|आ|जा|हो) (?:पा|सक)|ไม่ว่าง|ไม่ได้/u;
const regrets = (folded: string): boolean => APOLOGY.test(folded) && UNABLE.test(folded);

/** Messages within which a no is to what was asked. */
const NO_WINDOW = 2;

/** Who was asked said no: the task is nobody's, and still to be done. */
export function decline(items: Items, reply: Reply): Items | null {
  if (!isRefusal(reply)) return null;
  const { read, thread } = reply;
  const { senderId } = read.message;
  const target = items.findLast(
    (item) =>
      item.kind === "task" &&
      isLive(item) &&
      item.read !== read &&
      isOwnedBy(item.who, senderId, thread) &&
      // What one offered oneself is taken back by its name: "actually I can't do the cake".
      (item.read.message.senderId === senderId
        ? shared(item, reply).length > 0
        : read.index - item.read.index <= NO_WINDOW),
  );
  return target === undefined
    ? null
    : touch(items, target, reply, { who: { kind: "unclear" }, status: "open" });
}

/** Takes back what was just said. Folded. */
const CORRECTS =
  /^(?:(?:oh|ah|ok|sorry)[\s,]+)?(?:actually(?:,? no)?|no,? wait|on second thoughts?|doch nicht|nein,? doch nicht|ach nein|stopp|finalement(?:,? non)?|en fait(?:,? non)?|anzi(?:,? no)?|aspetta|afinal(?:,? não)?|na verdade|al final(?:,? no)?|mejor no|en realidad|असल में|नहीं नहीं|จริงๆ|ไม่สิ)(?![\p{L}\p{M}])/u;

/** "I'll drive him" – "actually no, grandma drives him": the same, done by somebody else. */
export function handOver(items: Items, reply: Reply): Items | null {
  const { read, sentence, thread } = reply;
  const { text, cues } = sentence;
  const folded = fold(text).trim();
  const cue = CORRECTS.exec(folded)?.[0];
  if (cue === undefined || /[?？]/u.test(text) || cues.ofSender || cues.act === "offer") return null;
  const said = segment(folded.slice(cue.length), read.language);
  const target = items.findLast(
    (item) =>
      item.kind === "task" &&
      isLive(item) &&
      item.who.kind !== "unclear" &&
      read.index - item.last.index <= NO_WINDOW &&
      item.read !== read &&
      shareVerb(segment(item.sentence.text, read.language), said.slice(1), read.language),
  );
  if (target === undefined) return null;
  const named = thread.people.find(({ name }) => said.slice(0, 2).includes(foldedWords(name)[0] ?? ""));
  return touch(items, target, reply, { who: ownerFromPerson(named?.id ?? null, thread), status: "open" });
}
