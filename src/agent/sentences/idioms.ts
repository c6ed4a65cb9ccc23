/**
 * @file Sentences with the words of a request, a plan or a promise that ask for nothing: "tell me about it", "we should have
 * stayed", "send my love", chain letters, and what somebody else is quoted to have said. Tables; `cues.ts` reads them.
 */

import type { Language } from "#calendar/resolution";

import { wholeWords } from "./whole-words.ts";

const whole = (...patterns: readonly string[]): RegExp => wholeWords(patterns.join("|"));

/** Of the folded sentence. */
const IDIOMS: Readonly<Record<Language, RegExp>> = {
  en: whole(
    "tell me (?:about it|more|everything)",
    "(?:we|someone|somebody|i) (?:should|could|must|ought to)(?:n't)?(?: not)?(?: really| all)? have",
    "should've|could've|must've",
    "(?:call|colour|color) me (?:crazy|old-fashioned|old fashioned|surprised|cynical)",
    "(?:send|give) (?:him|her|them|everyone|everybody|the kids|mum|dad|my)(?: all)?(?: my| our)? (?:love|regards|best|a hug|hugs|kisses|congratulations)",
    "i'll (?:believe (?:it|that)|survive|live|pass|get over it|take that as|drink to that|say|tell you (?:about|all|everything|later|tomorrow|more|when))",
    "i'll be (?:there|back|late|early|home|fine|ok|okay|off|away|out|in|at|around)",
    "would you (?:take|accept|settle for|go down to|do) [£$€]?\\d+",
    "let's (?:face it|be honest|be real|see|hope|just say|pretend|wait and see)",
  ),
  de: whole(
    "sag (?:bloß|nur|nix|nichts|niemals nie)",
    "frag (?:nicht|lieber nicht|mich nicht)",
    "mach (?:dir|euch) (?:keine?n?|nichts|nix)|mach's gut|macht's gut|mach weiter so|machs gut",
    "(?:grüß|grüße|drück|drücke|umarm) (?:\\S+ ){1,4}(?:von mir|von uns)",
    "(?:hätten|hätte) (?:\\S+ ){0,6}(?:sollen|müssen|können)",
    "ich (?:erzähl|erzähle|sag|sage) (?:dir|euch)(?: das| es| alles)?",
    "wollen wir mal (?:sehen|hoffen)|hoffen wir|sagen wir mal so",
  ),
  fr: whole(
    "^(?:si si|ah si|mais si)",
    "(?:on|nous|il|j') ?(?:aurait|aurions|aurais) (?:pas )?dû",
    "(?:je|j') ?(?:te|vous) (?:raconte|raconterai|dirai|dis pas)",
    "dis (?:donc|moi tout)|dites donc|t'en fais pas|laisse(?:z)? moi rire",
    "(?:embrasse|salue|fais (?:un )?bisou)(?:s)? (?:\\S+ ){0,4}(?:de ma part|pour moi)",
  ),
  it: whole(
    "(?:avremmo|avrei|avresti|avrebbe) dovuto",
    "(?:ti|vi) (?:racconto|racconterò|dico|dirò)",
    "dimmi (?:tutto|di più|te)|non dirmelo|figurati|immagina",
    "(?:salutami|saluta|dai un bacio a|abbraccia)(?: \\S+){0,4}",
  ),
  pt: whole(
    "(?:devíamos|devia|devias|deveríamos) ter",
    "(?:te|lhe|vos) (?:conto|contarei|digo)|(?:conto|digo)-(?:te|vos|lhe)",
    "(?:me )?conta (?:tudo|mais)|nem me (?:fale|fales|digas|diga)",
    "(?:manda|mande|dá|dê)(?: \\S+){0,3} (?:beijos?|beijinhos?|abraços?|cumprimentos|outro)",
  ),
  es: whole(
    "(?:deberíamos|debería|deberías|tendríamos que|teníamos que) haber",
    "(?:te|os|les) (?:cuento|contaré|digo|diré)",
    "(?:cuéntame|cuenta|dime) (?:todo|más)|no me digas|ni me (?:hables|lo digas)",
    "(?:manda|mándale|dale|da|dadle)(?: \\S+){0,3} (?:besos?|abrazos?|recuerdos|saludos)",
  ),
  hi: /^चलो (?!.*(?:चलें|करें|मिलें|करते|मिलते|जाते|देखते|खाते|रखते)).*(?:हूँ|हूं|रही|रहा|गई|गया)[\s।!]*$|^क्या बात|छोड़ यार/u,
  th: /เล่าให้ฟัง|ฝากความคิดถึง/u,
};

/** Goes from phone to phone. Folded. */
const CHAIN_LETTER =
  /(?<!\p{L})(?:send|forward|share|pass) this (?:on )?(?:message )?to (?:\d+|all|everyone|every|your|as many)|(?:schick|sende|leite) (?:das|dies|diese nachricht) (?:an \d+|an alle|weiter an)|(?:envoie|envoyez|transfère|transférez|transfere) (?:ce|cela|ça)(?: message)? à (?:\d+|tous|tes|vos)|(?:invia|inoltra|manda) questo(?: messaggio)? a (?:\d+|tutti)|(?:envia|envie|reencaminha|repasse|repassa|manda) (?:isto|isso|esta mensagem|essa mensagem) (?:a|para) (?:\d+|todos|os teus|seus)|(?:envía|reenvía|manda) (?:esto|este mensaje) a (?:\d+|todos|tus)/u;

/** "The doctor says: "please help me"": words of who is told of. Folded. */
const REPORTED =
  /(?<!\p{L})(?:says|said|asks|asked|goes|replies|replied|shouts|sagt|sagte|fragt|meint|ruft|dit|demande|répond|crie|dice|disse|chiede|risponde|diz|pergunta|responde|dijo|pregunta|contesta)[\s,:]{1,3}["“„«‘][^"”“»]*["”“»]?/gu;

/** The sentence without what it quotes of somebody else. */
export const withoutReported = (folded: string): string => folded.replace(REPORTED, " ");

/** True for a sentence that asks for nothing, whatever its words. */
export const isIdiom = (folded: string, language: Language): boolean =>
  IDIOMS[language].test(folded) || CHAIN_LETTER.test(folded);
