/**
 * @file What stands around an event in the sentence that tells of it and is no part of its title, per language: how the
 * sentence opens ("can we", "ist der", "c'est la"), what leads up to its date ("is on", "am") and how it closes ("machen",
 * "statt", "है"). A table, not logic: `title-frame.ts` reads it. All entries are folded text.
 */

import type { Language } from "#calendar/resolution";
import { list, wordList } from "#shared/word-lists";

interface TitleWords {
  /** Opens the sentence, one after the other. An article alone is one. */
  readonly openings: readonly string[];
  /** Verbs of being and taking place, right before the date. */
  readonly verbs: readonly string[];
  /** Prepositions and articles right before the date. */
  readonly prepositions: readonly string[];
  /** Postpositions right behind the date. */
  readonly behind?: readonly string[];
  /** Says only that one meets, so that whom is all there is to say. */
  readonly meeting: readonly string[];
  /** Closes the sentence. */
  readonly endings: readonly string[];
}

export const TITLE_WORDS: Readonly<Record<Language, TitleWords>> = {
  en: {
    openings:
      list(`small change of plans | slight change of plans | little change of plans | actually | now | sorry | maybe | can we | could we | can you | could you | would you | will you | do you want to | do you fancy | fancy | would you like to | why don't we
      shall we | should we | how about | what about | let's do | let's have | let's | lets | don't forget that | don't forget
      remember that | remember | reminder that | reminder | please | there is | there's | there are | there will be | it is
      it's | this is | is | are | i have | i've got | we have | we've got | have | the | a | an | my | our | your | yes | sure
      i'd say we do | i'd say we have | i'd say | i would say | we do | go to the | go to a | go to | i'll | i will | we'll | we will | then | ok | okay | hey | hello | hi | so | and | also | btw | by the way | just | everyone
      everybody | guys | folks | good morning | i have to | i need to | we have to | we need to | we should`),
    verbs: list(
      "has been pushed to | was pushed to | pushed to | has been changed to | was changed to | has been postponed to | has been rescheduled to | is | are | will be | takes place | take place | starts | begins | moved to | is moved to | was moved to | has been moved to | has moved to | is moved | was moved | has been moved | has moved | moved | is now",
    ),
    prepositions: list("instead of | on | at | by | from | to | for | until | till"),
    meeting: list("meet | meet up | see you | see you there | see you then | catch up soon"),
    endings: list("now | please | works | instead | everyone | everybody | guys | folks | ok | okay"),
  },
  de: {
    openings:
      list(`planänderung | können wir | könnten wir | kannst du | könntest du | könnt ihr | würdest du | wollen wir | sollen wir | sollten wir
      möchtest du | willst du | magst du | wollt ihr | lass uns | lasst uns | lassen sie uns | wie wäre es mit | wie wär's mit
      wie wäre es | wie wär's | vergiss nicht | vergesst nicht | nicht vergessen | denk daran | denkt daran | denk an | denkt an
      erinnerung | bitte | da | dann | ist | sind | war | wird | gibt es | gibt's | es gibt | das ist | es ist | ich habe | ich hab
      habe ich | hab ich | wir haben | haben wir | haben | habt ihr | ich muss | muss ich | wir müssen | müssen wir | wir sollten
      ich will | ich möchte | ich werde | wir werden | wir machen | machen wir | ich mache | wir wollen | der | die | das | den | dem
      ein | eine | einen | einem | einer | mein | meine | meinen | unser | unsere | unseren | dein | deine | deinen | euer | eure
      euren | ja | nein | ok | okay | klar | gut | also | und | hey | hi | hallo | moin | servus | liebe | lieber | guten morgen
      guten abend | zusammen | leute | ihr lieben | mal | doch | denn | noch | auch | übrigens | hier | nun | jetzt | beginnt
      startet | steigt | öffnet`),
    verbs: wordList("ist sind wird war beginnt startet steigt"),
    prepositions: wordList(
      "anstatt statt am um auf bis ab von vom im gegen den der dem für zum zur diesen nächsten jetzt erst doch nun",
    ),
    meeting: list(
      "uns treffen | treffen wir uns | wir treffen uns | wir sehen uns | sehen wir uns | bis dann | bis",
    ),
    endings: list(
      "verschoben | verlegt | vorverlegt | vorgezogen | machen | haben | abhalten | durchführen | veranstalten | ist | sind | findet statt | stattfinden | bitte | geplant | sein",
    ),
  },
  fr: {
    openings:
      list(`finalement | au final | maintenant | on peut | on pourrait | est-ce qu'on peut | peut-on | tu peux | peux-tu | tu pourrais | pourrais-tu | vous pouvez
      pouvez-vous | vous pourriez | pourriez-vous | si on faisait | et si on faisait | on fait | on va faire | on va | faisons
      nous faisons | nous allons | allons | que dirais-tu de | que diriez-vous de | que dirais-tu d' | que diriez-vous d' | ça te dit
      ça vous dit | n'oublie pas | n'oubliez pas | oublie pas | pense à | pensez à | rappel | s'il te plaît | s'il vous plaît | stp
      svp | il y a | y a | il y aura | c'est | ce sera | ça sera | est | sont | j'ai | on a | nous avons | je dois | il faut | on doit
      nous devons | je vais | faire le | faire la | faire les | faire un | faire une | faire l' | a lieu | aura lieu | commence
      le | la | les | l' | un | une | mon | ma | mes | notre | nos | ton | ta | tes | votre | vos | oui | non | d'accord | ok | alors | et c'est | et il y a | et on a
      donc | bon | salut | coucou | bonjour | bonsoir | hello | hey | tout le monde | à tous | à toutes | les amis | au fait`),
    verbs: list(
      "a été décalé | a été décalée | a été reporté | a été reportée | a été déplacé | a été déplacée | c'est | ce sera | est | sont | sera | aura lieu | a lieu | ont lieu | commence | débute | se passe | est prévu | est prévue | est décalé | est décalée | est déplacé | est déplacée | est reporté | est reportée | est finalement | passe",
    ),
    prepositions: list(
      "au lieu de | le | à | au | aux | dès | vers | pour | jusqu'à | à partir de | de | du | ce | en | la | les",
    ),
    meeting: list("on se voit | on se retrouve | se voir | se retrouver | nous nous voyons | rendez-vous à"),
    endings: list(
      "s'il te plaît | s'il vous plaît | stp | svp | a lieu | aura lieu | est prévu | est prévue | est | tout le monde",
    ),
  },
  it: {
    openings:
      list(`alla fine | adesso | ora | invece | possiamo | potremmo | puoi | potresti | potete | vuoi | volete | facciamo | dobbiamo fare | che ne dici di
      che ne dite di | che ne dici | che ne dite | non dimenticare | non dimenticate | ricordati | ricordatevi | ricorda | ricordate
      promemoria | per favore | c'è | ci sono | ci sarà | è | sono | sarà | ho | abbiamo | devo | dobbiamo | bisogna | andiamo a
      andiamo | fare la | fare il | fare una | fare un | fare l' | si tiene | si terrà | comincia | inizia | il | lo | la | i | gli | le
      l' | un | uno | una | un' | mio | mia | nostro | nostra | sì | no | va bene | ok | allora | e | poi | ciao | salve | buongiorno
      buonasera | ragazzi | a tutti | tutti | comunque`),
    verbs: list(
      "è | sono | sarà | si tiene | si terrà | comincia | inizia | parte | è stato spostato | è stata spostata | è spostato | è spostata | è rimandato | è rimandata | passa",
    ),
    prepositions: list(
      "invece che | invece di | invece delle | alle | all' | a | al | alla | dalle | dal | per | entro | verso | verso le | il | la | di | da | questo | questa",
    ),
    meeting: list("ci vediamo | vediamoci | ci troviamo | incontriamoci | vederci | a dopo"),
    endings: list("per favore | è | si tiene | si terrà | tutti | ragazzi"),
  },
  pt: {
    openings:
      list(`afinal | agora | podemos | podíamos | podes | pode | poderias | poderia | você pode | podem | queres | vamos fazer a | vamos fazer o
      vamos fazer | vamos ter | vamos | bora | que tal | não te esqueças | não esqueças | não se esqueçam | não esqueçam | não esqueça
      não esquece | lembrete | lembra-te | por favor | há | vai haver | é | são | será | vai ser | tenho | temos | eu tenho | preciso de
      precisamos de | tenho de | tenho que | temos de | temos que | fazer a | fazer o | fazer uma | fazer um | começa | o | a | os | as
      um | uma | meu | minha | nosso | nossa | sim | não | ok | então | e | oi | olá | bom dia | boa tarde | boa noite | pessoal | gente
      malta | a todos | já agora`),
    verbs: list(
      "é | são | será | vai ser | começa | tem lugar | decorre | realiza-se | acontece | foi adiado | foi adiada | foi antecipado | foi antecipada | foi remarcado | foi remarcada | mudou | passou | passa",
    ),
    prepositions: list(
      "em vez de | em vez das | em vez da | no | na | nos | nas | em | às | à | ao | aos | a | o | as | os | pelas | para | de | das | desde | até | neste | nesta | por",
    ),
    meeting: list(
      "encontramo-nos | vemo-nos | nos vemos | a gente se vê | encontrar-nos | nos encontramos | até",
    ),
    endings: list("por favor | é | tem lugar | realiza-se | pessoal | malta | gente"),
  },
  es: {
    openings:
      list(`al final | ahora | finalmente | podemos | podríamos | puedes | podrías | podéis | pueden | quieres | queréis | quieren | vamos a hacer | vamos a tener
      vamos a | vamos | hagamos | hacemos | tengamos | qué tal | qué tal si | por qué no | no olvides | no olvidéis | no olviden
      no te olvides de | no os olvidéis de | recuerda | recordad | recuerden | acuérdate de | recordatorio | por favor | porfa | hay
      habrá | es | son | será | tengo | tenemos | tengo que | tenemos que | hay que | necesito | debo | hacer la | hacer el | hacer una
      hacer un | empieza | comienza | se celebra | el | la | los | las | un | una | mi | nuestro | nuestra | tu | sí | no | vale | ok
      entonces | y | pues | hola | buenas | buenos días | buenas tardes | chicos | chicas | a todos | todos | por cierto`),
    verbs: list(
      "se ha aplazado | se aplaza | se ha movido | se ha adelantado | se ha retrasado | es | son | será | empieza | comienza | tiene lugar | se celebra | arranca | se ha cambiado | se pasa | se ha pasado | ha sido cambiado | ha sido cambiada | pasa",
    ),
    prepositions: list(
      "en vez de | en lugar de | el | la | los | las | a las | a la | a | al | en | del | de | desde | hasta | para | para el | por | este | esta | sobre | sobre las",
    ),
    meeting: list("nos vemos | quedamos | vernos | nos encontramos | vémonos | veámonos"),
    endings: list("por favor | porfa | es | tiene lugar | se celebra | chicos | todos"),
  },
  hi: {
    openings:
      list(`अब | है | क्या हम | क्या तुम | क्या आप | क्या | चलो | चलिए | आओ | आइए | याद रखना | याद रखो | याद रखें | भूलना मत | मत भूलना | याद दिला दूँ
      कृपया | प्लीज़ | प्लीज | हमारा | हमारी | मेरा | मेरी | मुझे | हमें | हाँ | हां | जी | ठीक है | अच्छा | तो | और | नमस्ते | हैलो | हाय | सबको | दोस्तों
      सुनो | वैसे`),
    verbs: [],
    prepositions: [],
    behind: list("को | पर | से | तक | में | के लिए"),
    meeting: list("मिलते हैं | मिलेंगे | मिलें | मिल लेते हैं | मिलते है"),
    endings:
      list(`अब | हो गई है | हो गया है | हो गया | हो गई | बदलकर | का समय | सकते हो | सकते हैं | सकती हो | सकती हैं | सकते | है | हैं | होगा | होगी | होंगे | होने वाला है | होने वाली है | रखी है | रखा है | रखते हैं | रख लेते हैं | करते हैं | कर लेते हैं | करेंगे | करें
      करना है | करनी है | चलें | शुरू होगा | शुरू होगी | शुरू है | शुरू | को | पर | से | तक | में | प्लीज़ | प्लीज | ज़रा | क्या | न | ना`),
  },
  th: {
    openings:
      list(`อ้อ | ตอนนี้ | นิดหน่อย | เรามี | ผมมี | ฉันมี | หนูมี | มี | เป็น | คือ | อย่าลืมนะ | อย่าลืม | เตือนนะ | ช่วย | รบกวน | กรุณา | ขอ | เรา | พวกเรา | ผม | ฉัน | หนู
      จะมี | จะ | ทุกคน | สวัสดี | สวัสดีครับ | สวัสดีค่ะ | โอเค | ครับ | ค่ะ | นะ | นะครับ | นะคะ`),
    verbs: list("เลื่อนเป็น | เลื่อนไป | เลื่อนไปเป็น | เลื่อน | ย้ายเป็น | ย้ายไป | เปลี่ยนเป็น | เริ่ม | คือ | เป็น | จัด"),
    prepositions: list("ตอน | ใน | เวลา | ที่ | วันที่ | ประมาณ | ราวๆ"),
    meeting: list("เจอกัน | ไว้เจอกัน | พบกัน | นัดเจอกัน | เจอ"),
    endings: list(
      "ได้ไหม | ได้มั้ย | ให้หน่อย | ให้ | หน่อย | ด้วย | ครับ | ค่ะ | คะ | นะ | จ้า | กัน | ไหม | มั้ย | ดีไหม | กันไหม | กันมั้ย | กันนะ | เริ่ม",
    ),
  },
};

/** Parts of one verb with the rest of the sentence between them: what is kept are the groups. */
export const VERB_AROUND: Readonly<Partial<Record<Language, readonly RegExp[]>>> = {
  de: [
    /^(.*?)\s?(?:findet|finden|fängt|fangen|geht|gehen)\s(?:(.*)\s)?(?:statt|an|los)$/iu,
    /^(.*?)\s?(?:wurde|wird|ist)\s(?:(.*)\s)?(?:auf\s)?(?:verschoben|verlegt|vorverlegt|vorgezogen)$/iu,
  ],
};
