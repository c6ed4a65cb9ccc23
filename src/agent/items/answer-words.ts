/** @file Words by which a sentence answers a question: where, who, yes or no, because. A table; `answers.ts` reads it. */

import type { Language } from "#calendar/resolution";
import { list, wordSet } from "#shared/word-lists";

export interface AnswerWords {
  /** Where something is, before or (Hindi) behind its place. */
  readonly place: ReadonlySet<string>;
  /** The speaker, and people nobody has to name. */
  readonly person: ReadonlySet<string>;
  /** What may stand behind "I" in an answer that says no more: "I do", "I can". */
  readonly doing: ReadonlySet<string>;
  readonly yesNo: ReadonlySet<string>;
  /** Phrases, also of yes and no. */
  readonly likely: readonly string[];
  readonly because: readonly string[];
  /** "Me too" answers no "who?". */
  readonly too: ReadonlySet<string>;
  readonly dontKnow: readonly string[];
  /** How people react to pictures, weather and each other. */
  readonly reaction: ReadonlySet<string>;
}

export const ANSWER_WORDS: Readonly<Record<Language, AnswerWords>> = {
  en: {
    place: wordSet(
      "at in on behind beside under above near opposite outside inside by next around across home here there upstairs downstairs along",
    ),
    person: wordSet("i me i'm i'll i've i'd we us mum mom dad my our everyone everybody nobody both"),
    doing: wordSet("do can will am have did could would"),
    yesNo: wordSet(
      "almost nearly soon nah yes yeah yep yup no nope not sure of definitely probably maybe perhaps absolutely always never already unfortunately sadly",
    ),
    likely: list(
      "would be great | would be lovely | would be nice | would be perfect | be great | please do | i think so | i hope so | i believe so | think so | hope so | don't think so | i guess so | looks like it | i'm afraid not",
    ),
    because: list("because | since | so that | due to"),
    too: wordSet("too also either neither"),
    dontKnow: list(
      "don't know | no idea | not sure | dunno | no clue | let me check | i'll ask | i'll check | good question",
    ),
    reaction: wordSet(
      "nice great lovely cool wow haha lol hahaha so what how awesome amazing beautiful funny oh omg aww good thanks thank morning hi hello sorry poor congrats happy",
    ),
  },
  de: {
    place: wordSet(
      "in im ins an am auf hinter vor neben unter über bei beim zwischen gegenüber vorm hinterm draußen drinnen zuhause zu hier dort da oben unten daheim",
    ),
    person: wordSet("ich wir mich mir uns mama papa mein meine unser unsere alle niemand keiner beide"),
    doing: wordSet("mach mache kann hab habe mach's bin werde"),
    yesNo: wordSet(
      "fast gleich bald ja jo jep nein ne nö nee doch nicht klar natürlich sicher bestimmt wahrscheinlich vielleicht leider immer nie schon selbstverständlich",
    ),
    likely: list(
      "wäre super | wäre toll | wäre schön | wäre lieb | wäre klasse | wäre nett | glaube schon | glaub schon | ich glaube ja | ich denke schon | denke ja | hoffe ich | ich hoffe schon | sieht so aus | glaube nicht | eher nicht",
    ),
    because: list("weil | wegen | damit | denn"),
    too: wordSet("auch"),
    dontKnow: list(
      "weiß nicht | keine ahnung | weiß ich nicht | nicht sicher | muss ich fragen | ich frage | gute frage | mal sehen",
    ),
    reaction: wordSet(
      "schön schöne schönes schöner toll tolles tolle super cool wow haha hihi was wie bin guten gute danke hallo hi ach oh geil lustig sorry glückwunsch herzlichen",
    ),
  },
  fr: {
    place: wordSet(
      "à au aux dans derrière devant sur sous chez près entre en dehors dedans ici là-bas là côté face rue maison",
    ),
    person: wordSet("moi je j'ai nous on maman papa mon ma mes notre tous tout personne"),
    doing: wordSet("peux m'en vais fais"),
    yesNo: wordSet(
      "presque bientôt oui ouais si non pas bien évidemment sûrement probablement peut-être jamais toujours déjà certainement malheureusement bof",
    ),
    likely: list(
      "serait super | serait bien | serait génial | serait gentil | serait top | avec plaisir | je crois que oui | je pense que oui | je crois | je pense | j'espère | je crois pas | je pense pas | je ne crois pas | je ne pense pas | je crois bien",
    ),
    because: list("parce que | parce qu'il | parce qu'on | car | à cause"),
    too: wordSet("aussi"),
    dontKnow: list(
      "je sais pas | je ne sais pas | aucune idée | pas sûr | pas sûre | je demande | bonne question | on verra",
    ),
    reaction: wordSet(
      "belle beau beaux bel super génial géniale wow haha mdr quel quelle quels trop bonjour merci salut oh ah cool magnifique superbe désolé désolée bravo félicitations joyeux joli jolie",
    ),
  },
  it: {
    place: wordSet(
      "a al alla allo ai da dal dalla in nel nella nello dietro davanti sotto sopra accanto vicino fuori dentro presso tra fra qui qua lì là casa su sul sulla",
    ),
    person: wordSet("io noi me mamma papà mio mia nostro tutti nessuno ce"),
    doing: wordSet("posso penso lo la ce"),
    yesNo: wordSet(
      "quasi presto esatto giusto vero sì si no non certo sicuro certamente probabilmente forse mai sempre già purtroppo ovvio",
    ),
    likely: list(
      "sarebbe fantastico | sarebbe bello | sarebbe perfetto | sarebbe ottimo | magari | credo di sì | penso di sì | spero di sì | credo di no | penso di no | mi sa di sì | mi sa di no | direi di sì",
    ),
    because: list("perché | siccome | così | per via"),
    too: wordSet("anche anch'io pure"),
    dontKnow: list(
      "non so | non lo so | boh | nessuna idea | non sono sicuro | non sono sicura | chiedo | vediamo",
    ),
    reaction: wordSet(
      "bella bello bel bei belle bellissima bellissimo che wow ahah haha ahahah fantastico stupendo stanchissimo stanchissima buongiorno grazie ciao oh bravo brava scusa auguri come",
    ),
  },
  pt: {
    place: wordSet(
      "a ao à em no na nos nas atrás frente debaixo sobre perto junto entre fora dentro aqui ali lá casa cima baixo",
    ),
    person: wordSet("eu nós mim mãe pai meu minha nosso todos ninguém"),
    doing: wordSet("posso vou levo tenho faço"),
    yesNo: wordSet(
      "quase exato exatamente isso certo sim não claro certamente provavelmente talvez nunca sempre já infelizmente óbvio",
    ),
    likely: list(
      "era ótimo | seria ótimo | seria bom | era bom | seria perfeito | agradecia | acho que sim | penso que sim | espero que sim | acho que não | penso que não | creio que sim | parece que sim",
    ),
    because: list("porque | pois | por causa"),
    too: wordSet("também"),
    dontKnow: list(
      "não sei | não faço ideia | sei lá | não tenho a certeza | vou perguntar | boa pergunta | logo se vê",
    ),
    reaction: wordSet(
      "bela belo linda lindo que wow haha kkkk kkk fixe giro gira bom boa obrigada obrigado olá oi ai adoro parabéns desculpa como",
    ),
  },
  es: {
    place: wordSet(
      "a al en detrás delante sobre bajo debajo junto cerca entre fuera dentro aquí allí ahí casa enfrente lado",
    ),
    person: wordSet("yo nosotros mí mamá papá mi nuestro nuestra todos nadie"),
    doing: wordSet("puedo lo la tengo hago me"),
    yesNo: wordSet(
      "casi pronto sí si no claro seguro seguramente probablemente quizá quizás nunca siempre ya obvio todavía aún tampoco",
    ),
    likely: list(
      "sería genial | estaría bien | sería perfecto | estaría genial | te lo agradecería | creo que sí | pienso que sí | espero que sí | creo que no | me parece que sí | supongo que sí | parece que sí",
    ),
    because: list("porque | ya que | por culpa"),
    too: wordSet("también tampoco"),
    dontKnow: list(
      "no sé | no lo sé | ni idea | no estoy seguro | no estoy segura | pregunto | buena pregunta | ya veremos",
    ),
    reaction: wordSet(
      "bonita bonito linda lindo qué wow jaja jajaja genial guay buenos buenas gracias hola oh me felicidades perdón cómo preciosa precioso",
    ),
  },
  hi: {
    place: wordSet("में पर पीछे आगे पास सामने बाहर अंदर ऊपर नीचे यहाँ यहां वहाँ वहां घर बगल"),
    person: wordSet("मैं मैंने हम मम्मी पापा मेरे मेरी मेरा भाई बहन सब कोई माँ"),
    doing: wordSet("हूँ हूं लाऊँगा लाऊंगा लाऊँगी करूँगा करूँगी"),
    yesNo: wordSet("बस सही हाँ हां हा जी नहीं नही बिल्कुल ज़रूर जरूर शायद पक्का अभी"),
    likely: list("अच्छा होगा | अच्छा रहेगा | बढ़िया रहेगा | लगता है | शायद | हो सकता है"),
    because: list("क्योंकि | इसलिए | की वजह"),
    too: wordSet("भी"),
    dontKnow: list("पता नहीं | नहीं पता | मालूम नहीं | पूछता | पूछती | देखते हैं"),
    reaction: wordSet("हाहा वाह अच्छी अच्छा सुंदर बहुत क्या कितना सुप्रभात धन्यवाद नमस्ते मस्त थक बढ़िया माफ़ बधाई"),
  },
  th: {
    place: wordSet("ที่ หลัง หน้า ข้าง ใน บน ใต้ ตรง ใกล้ แถว นอก ติด ริม ชั้น"),
    person: wordSet("เรา ผม ฉัน หนู แม่ พ่อ พี่ น้อง เพื่อน ทุก ไม่มี ลุง ป้า พี่ชาย พี่สาว เค้า ดิฉัน พวกเรา"),
    doing: wordSet("เอง ครับ ค่ะ คะ มี จะ"),
    yesNo: wordSet("ใกล้ เกือบ ถูก ใช่ ไม่ ได้ มี มา แน่นอน น่าจะ อาจ คง ยัง แล้ว ค่ะ ครับ ไป เอา อยู่"),
    likely: list("ดีเลย | ก็ดี | เอาสิ | น่าจะ | อาจจะ | คงจะ | คิดว่า"),
    because: list("เพราะ | เนื่องจาก"),
    too: wordSet("เหมือนกัน ด้วย"),
    dontKnow: list("ไม่รู้ | ไม่แน่ใจ | เดี๋ยวถาม | ไม่ทราบ | ยังไม่รู้"),
    reaction: wordSet("555 ฮ่าๆ ฮ่า สวย ขอบคุณ รูป เหนื่อย อรุณ วิว อร่อย ซุป น่ารัก โห ว้าว สวัสดี อากาศ ขอโทษ ยินดี"),
  },
};
