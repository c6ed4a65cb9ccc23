/**
 * @file What ordinary people write about a day together, in eight languages and several wordings: the event as a plain
 * fact and its move, errands and their end, questions with and without an answer, and what only looks like any of
 * these. Written for the evaluation; the people, places and times are made up.
 */

import type { Language } from "#calendar/resolution";

/** Every list holds other wordings of the same. `{name}` is the person spoken to. */
export interface Everyday {
  /** Saturday at 14:00 as a plain fact; then 16:00, said without the day. */
  readonly events: readonly { readonly facts: readonly string[]; readonly moves: readonly string[] }[];
  /** For Thursday; then that it was done, by who was asked. */
  readonly errands: readonly { readonly asks: readonly string[]; readonly reports: readonly string[] }[];
  readonly agrees: readonly string[];
  /** Something else of the sender's moved, to Wednesday at 10:00. */
  readonly otherMoves: readonly string[];
  /** A question, what answers it, one that looks like it, and what is said behind that and answers nothing. */
  readonly when: Asked;
  readonly where: Asked;
  readonly who: Asked;
  readonly yesNo: Asked;
  /** A date and a time that are long over. */
  readonly past: readonly string[];
  readonly thanks: readonly string[];
  /** 18:00 without a day, of something nobody spoke of before. */
  readonly dayless: readonly string[];
}

interface Asked {
  readonly asks: readonly string[];
  readonly answers: readonly string[];
  readonly similar: readonly string[];
  readonly besides: readonly string[];
}

export const EVERYDAY: Readonly<Record<Language, Everyday>> = {
  en: {
    events: [
      {
        facts: ["The school concert is on Saturday at 2 pm", "on Saturday at 2pm there's the school concert"],
        moves: ["Change of plan: the concert starts at 4 pm", "the concert is at 4pm now, not at 2"],
      },
      {
        facts: ["The move is on Saturday at 2pm.", "Saturday 2 pm is the move, everybody"],
        moves: ["Small change of plans, the move begins at 4pm", "the move has been pushed to 4 pm"],
      },
    ],
    errands: [
      {
        asks: [
          "{name}, can you print the posters on Thursday?",
          "{name}, please print the posters on Thursday",
        ],
        reports: ["Posters are printed", "I printed the posters this morning", "printed all the posters ✅"],
      },
      {
        asks: [
          "{name}, could you pick up the keys on Thursday?",
          "{name} can you collect the keys on Thursday?",
        ],
        reports: ["I picked up the keys", "got the keys", "I've collected the keys"],
      },
    ],
    agrees: ["ok", "sure", "will do"],
    otherMoves: [
      "Change of plan: my dentist appointment is on Wednesday at 10am",
      "by the way, my haircut moved to Wednesday at 10:00",
    ],
    when: {
      asks: ["When does the last bus leave?", "what time does the last bus leave?"],
      answers: ["At 11:40 pm", "it leaves at 23:40", "23:40 I think"],
      similar: ["When does the first bus leave?"],
      besides: ["the pharmacy closes at 6pm", "thanks!", "haha nice picture"],
    },
    where: {
      asks: ["Where do we park?", "where can we park the car?"],
      answers: ["Behind the church", "in the yard next to the school", "at my place"],
      similar: ["Where do the bikes go?"],
      besides: ["so tired today", "thank you so much", "lovely weather"],
    },
    who: {
      asks: ["Who brings the grill?", "who has a grill?"],
      answers: ["I do", "my brother has one", "Me, no problem"],
      similar: ["Who brings the chairs?"],
      besides: ["haha", "great photo!", "good morning everyone"],
    },
    yesNo: {
      asks: ["Is Grandma coming too?", "Does Grandma come as well?"],
      answers: ["Yes, she is", "no, she can't", "I think so"],
      similar: ["Is Grandpa bringing the dog?"],
      besides: ["what a view!", "thanks for yesterday", "the soup was great"],
    },
    past: ["Last year the concert was on a Friday at 6pm", "We had lunch on Sunday at 1pm and it was lovely"],
    thanks: ["thanks!", "thank you so much", "great, thanks"],
    dayless: ["Choir practice is at 6 pm", "the meeting starts at 6pm"],
  },
  de: {
    events: [
      {
        facts: ["am Samstag um 14 Uhr ist der Umzug", "Der Umzug ist am Samstag um 14 Uhr."],
        moves: ["Planänderung: der Umzug ist erst um 16 Uhr", "der Umzug beginnt doch erst um 16 Uhr"],
      },
      {
        facts: ["Das Schulfest findet am Samstag um 14 Uhr statt", "Samstag 14 Uhr ist Schulfest"],
        moves: [
          "Kleine Änderung: das Schulfest fängt um 16 Uhr an",
          "das Schulfest wurde auf 16 Uhr verschoben",
        ],
      },
    ],
    errands: [
      {
        asks: [
          "{name}, kannst du am Donnerstag die Plakate drucken?",
          "{name}, druck bitte am Donnerstag die Plakate",
        ],
        reports: ["Plakate sind gedruckt", "ich habe die Plakate gedruckt", "Plakate erledigt"],
      },
      {
        asks: [
          "{name}, könntest du am Donnerstag den Schlüssel abholen?",
          "{name}, hol bitte am Donnerstag den Schlüssel ab",
        ],
        reports: ["Den Schlüssel habe ich abgeholt", "hab den Schlüssel geholt", "Schlüssel ist abgeholt"],
      },
    ],
    agrees: ["ok", "mach ich", "klar"],
    otherMoves: [
      "Planänderung: mein Zahnarzttermin ist jetzt am Mittwoch um 10 Uhr",
      "übrigens, mein Friseur wurde auf Mittwoch 10 Uhr verlegt",
    ],
    when: {
      asks: ["Wann fährt der letzte Bus?", "um wie viel Uhr fährt der letzte Bus?"],
      answers: ["Um 23:40", "der fährt um 23:40 Uhr", "ich glaube 23:40"],
      similar: ["Wann fährt der erste Bus?"],
      besides: ["die Apotheke schließt um 18 Uhr", "danke!", "haha schönes Bild"],
    },
    where: {
      asks: ["Wo parken wir?", "wo können wir das Auto parken?"],
      answers: ["Hinter der Kirche", "im Hof neben der Schule", "bei mir"],
      similar: ["Wo stellen wir die Räder hin?"],
      besides: ["bin so müde heute", "vielen Dank", "schönes Wetter"],
    },
    who: {
      asks: ["Wer bringt den Grill mit?", "wer hat einen Grill?"],
      answers: ["Ich", "mein Bruder hat einen", "Ich, kein Problem"],
      similar: ["Wer bringt die Stühle mit?"],
      besides: ["haha", "tolles Foto!", "guten Morgen zusammen"],
    },
    yesNo: {
      asks: ["Kommt Oma auch?", "Ist Oma auch dabei?"],
      answers: ["Ja, sie kommt", "nein, sie kann nicht", "ich glaube schon"],
      similar: ["Bringt Opa den Hund mit?"],
      besides: ["was für eine Aussicht!", "danke für gestern", "die Suppe war super"],
    },
    past: [
      "Letztes Jahr war das Konzert am Freitag um 18 Uhr",
      "Am Sonntag um 13 Uhr haben wir schön zusammen gegessen",
    ],
    thanks: ["danke!", "vielen Dank", "super, danke"],
    dayless: ["Die Chorprobe ist um 18 Uhr", "das Treffen beginnt um 18 Uhr"],
  },
  fr: {
    events: [
      {
        facts: ["Le déménagement est samedi à 14 h", "samedi à 14h c'est le déménagement"],
        moves: [
          "Changement de programme : le déménagement commence à 16 h",
          "le déménagement est finalement à 16h",
        ],
      },
      {
        facts: ["Le concert de l'école a lieu samedi à 14h", "Samedi 14h, il y a le concert de l'école"],
        moves: ["Petit changement : le concert commence à 16h", "le concert est décalé à 16 h"],
      },
    ],
    errands: [
      {
        asks: [
          "{name}, tu peux imprimer les affiches jeudi ?",
          "{name}, imprime les affiches jeudi s'il te plaît",
        ],
        reports: ["J'ai imprimé les affiches", "les affiches sont imprimées", "affiches imprimées ✅"],
      },
      {
        asks: [
          "{name}, peux-tu récupérer les clés jeudi ?",
          "{name}, tu pourrais aller chercher les clés jeudi ?",
        ],
        reports: ["J'ai récupéré les clés", "c'est bon, j'ai les clés", "clés récupérées"],
      },
    ],
    agrees: ["ok", "d'accord", "je m'en occupe"],
    otherMoves: [
      "Changement de programme : mon rendez-vous chez le dentiste est mercredi à 10h",
      "au fait, mon coiffeur est décalé à mercredi 10h",
    ],
    when: {
      asks: ["À quelle heure part le dernier bus ?", "Quand part le dernier bus ?"],
      answers: ["À 23h40", "il part à 23h40", "23h40 je crois"],
      similar: ["À quelle heure part le premier bus ?"],
      besides: ["la pharmacie ferme à 18h", "merci !", "haha belle photo"],
    },
    where: {
      asks: ["Où est-ce qu'on se gare ?", "On gare la voiture où ?"],
      answers: ["Derrière l'église", "dans la cour à côté de l'école", "chez moi"],
      similar: ["Où est-ce qu'on met les vélos ?"],
      besides: ["trop fatiguée aujourd'hui", "merci beaucoup", "quel beau temps"],
    },
    who: {
      asks: ["Qui apporte le barbecue ?", "qui a un barbecue ?"],
      answers: ["Moi", "mon frère en a un", "Moi, pas de souci"],
      similar: ["Qui apporte les chaises ?"],
      besides: ["haha", "superbe photo !", "bonjour à tous"],
    },
    yesNo: {
      asks: ["Est-ce que mamie vient aussi ?", "Mamie vient aussi ?"],
      answers: ["Oui, elle vient", "non, elle ne peut pas", "je crois que oui"],
      similar: ["Est-ce que papi amène le chien ?"],
      besides: ["quelle vue !", "merci pour hier", "la soupe était délicieuse"],
    },
    past: ["L'an dernier le concert était un vendredi à 18h", "Dimanche à 13h on a bien mangé tous ensemble"],
    thanks: ["merci !", "merci beaucoup", "super, merci"],
    dayless: ["La répétition est à 18h", "la réunion commence à 18 h"],
  },
  it: {
    events: [
      {
        facts: ["Il trasloco è sabato alle 14", "sabato alle 14 c'è il trasloco"],
        moves: [
          "Cambio di programma: il trasloco comincia alle 16",
          "il trasloco è alle 16 invece che alle 14",
        ],
      },
      {
        facts: [
          "Il concerto della scuola si tiene sabato alle 14",
          "Sabato alle 14 c'è il concerto della scuola",
        ],
        moves: ["Piccolo cambiamento: il concerto inizia alle 16", "il concerto è stato spostato alle 16"],
      },
    ],
    errands: [
      {
        asks: ["{name}, puoi stampare i volantini giovedì?", "{name}, stampa i volantini giovedì per favore"],
        reports: ["Ho stampato i volantini", "i volantini sono stampati", "volantini fatti"],
      },
      {
        asks: ["{name}, potresti ritirare le chiavi giovedì?", "{name}, per favore ritira le chiavi giovedì"],
        reports: ["Ho ritirato le chiavi", "ho preso le chiavi", "chiavi ritirate"],
      },
    ],
    agrees: ["ok", "va bene", "certo"],
    otherMoves: [
      "Cambio di programma: il mio appuntamento dal dentista è mercoledì alle 10",
      "comunque il mio parrucchiere è stato spostato a mercoledì alle 10",
    ],
    when: {
      asks: ["A che ora parte l'ultimo autobus?", "Quando parte l'ultimo autobus?"],
      answers: ["Alle 23:40", "parte alle 23:40", "credo alle 23:40"],
      similar: ["A che ora parte il primo autobus?"],
      besides: ["la farmacia chiude alle 18", "grazie!", "ahah bella foto"],
    },
    where: {
      asks: ["Dove parcheggiamo?", "dove possiamo lasciare la macchina?"],
      answers: ["Dietro la chiesa", "nel cortile accanto alla scuola", "da me"],
      similar: ["Dove mettiamo le bici?"],
      besides: ["che stanchezza oggi", "grazie mille", "che bel tempo"],
    },
    who: {
      asks: ["Chi porta la griglia?", "chi ha una griglia?"],
      answers: ["Io", "ce l'ha mio fratello", "Io, nessun problema"],
      similar: ["Chi porta le sedie?"],
      besides: ["ahah", "bellissima foto!", "buongiorno a tutti"],
    },
    yesNo: {
      asks: ["Viene anche la nonna?", "C'è anche la nonna?"],
      answers: ["Sì, viene", "no, non può", "credo di sì"],
      similar: ["Il nonno porta il cane?"],
      besides: ["che vista!", "grazie per ieri", "la zuppa era buonissima"],
    },
    past: [
      "L'anno scorso il concerto era di venerdì alle 18",
      "Domenica all'una abbiamo pranzato benissimo tutti insieme",
    ],
    thanks: ["grazie!", "grazie mille", "perfetto, grazie"],
    dayless: ["Le prove del coro sono alle 18", "la riunione comincia alle 18"],
  },
  pt: {
    events: [
      {
        facts: ["A mudança é sábado às 14h", "no sábado às 14h é a mudança"],
        moves: ["Mudança de planos: a mudança começa às 16h", "afinal a mudança é às 16h"],
      },
      {
        facts: ["O concerto da escola é no sábado às 14h", "Sábado às 14h há o concerto da escola"],
        moves: ["Pequena alteração: o concerto começa às 16h", "o concerto foi adiado para as 16h"],
      },
    ],
    errands: [
      {
        asks: [
          "{name}, podes imprimir os cartazes na quinta-feira?",
          "{name}, imprime os cartazes na quinta-feira, por favor",
        ],
        reports: ["Já imprimi os cartazes", "os cartazes estão impressos", "cartazes prontos"],
      },
      {
        asks: [
          "{name}, podes ir buscar as chaves na quinta-feira?",
          "{name}, vai buscar as chaves na quinta-feira, por favor",
        ],
        reports: ["Fui buscar as chaves", "já tenho as chaves", "já busquei as chaves"],
      },
    ],
    agrees: ["ok", "combinado", "claro"],
    otherMoves: [
      "Mudança de planos: a minha consulta no dentista é na quarta-feira às 10h",
      "já agora, o meu cabeleireiro passou para quarta-feira às 10h",
    ],
    when: {
      asks: ["A que horas sai o último autocarro?", "Quando sai o último autocarro?"],
      answers: ["Às 23:40", "sai às 23:40", "acho que às 23:40"],
      similar: ["A que horas sai o primeiro autocarro?"],
      besides: ["a farmácia fecha às 18h", "obrigada!", "haha bela foto"],
    },
    where: {
      asks: ["Onde estacionamos?", "onde podemos deixar o carro?"],
      answers: ["Atrás da igreja", "no pátio ao lado da escola", "em minha casa"],
      similar: ["Onde deixamos as bicicletas?"],
      besides: ["que cansaço hoje", "muito obrigado", "que tempo tão bom"],
    },
    who: {
      asks: ["Quem leva o grelhador?", "quem tem um grelhador?"],
      answers: ["Eu", "o meu irmão tem um", "Eu, sem problema"],
      similar: ["Quem leva as cadeiras?"],
      besides: ["haha", "que linda foto!", "bom dia a todos"],
    },
    yesNo: {
      asks: ["A avó também vem?", "A avó vem connosco?"],
      answers: ["Sim, vem", "não, não pode", "acho que sim"],
      similar: ["O avô traz o cão?"],
      besides: ["que vista!", "obrigada por ontem", "a sopa estava ótima"],
    },
    past: [
      "No ano passado o concerto foi numa sexta-feira às 18h",
      "No domingo às 13h almoçámos todos juntos, foi ótimo",
    ],
    thanks: ["obrigada!", "muito obrigado", "boa, obrigada"],
    dayless: ["O ensaio do coro é às 18h", "a reunião começa às 18h"],
  },
  es: {
    events: [
      {
        facts: ["La mudanza es el sábado a las 14:00", "el sábado a las 14:00 es la mudanza"],
        moves: ["Cambio de plan: la mudanza es a las 16:00", "al final la mudanza empieza a las 16:00"],
      },
      {
        facts: [
          "La comida en casa de la abuela es el sábado a las 14:00",
          "El sábado a las 14:00 hay comida en casa de la abuela",
        ],
        moves: ["Cambio de planes, la comida es a las 16:00", "la comida se ha aplazado a las 16:00"],
      },
    ],
    errands: [
      {
        asks: [
          "{name}, ¿puedes imprimir los carteles el jueves?",
          "{name}, imprime los carteles el jueves, por favor",
        ],
        reports: ["Ya imprimí los carteles", "los carteles están impresos", "he imprimido los carteles"],
      },
      {
        asks: [
          "{name}, ¿podrías recoger las llaves el jueves?",
          "{name}, recoge las llaves el jueves, porfa",
        ],
        reports: ["He recogido las llaves", "ya tengo las llaves", "llaves recogidas, listo"],
      },
    ],
    agrees: ["ok", "vale", "claro"],
    otherMoves: [
      "Cambio de plan: mi cita con el dentista es el miércoles a las 10:00",
      "por cierto, mi peluquero se ha cambiado al miércoles a las 10:00",
    ],
    when: {
      asks: ["¿A qué hora sale el último autobús?", "¿Cuándo sale el último autobús?"],
      answers: ["A las 23:40", "sale a las 23:40", "creo que a las 23:40"],
      similar: ["¿A qué hora sale el primer autobús?"],
      besides: ["la farmacia cierra a las 18:00", "¡gracias!", "jaja bonita foto"],
    },
    where: {
      asks: ["¿Dónde aparcamos?", "¿dónde podemos dejar el coche?"],
      answers: ["Detrás de la iglesia", "en el patio al lado del colegio", "en mi casa"],
      similar: ["¿Dónde dejamos las bicis?"],
      besides: ["qué cansancio hoy", "muchas gracias", "qué buen tiempo"],
    },
    who: {
      asks: ["¿Quién trae la parrilla?", "¿quién tiene una parrilla?"],
      answers: ["Yo", "mi hermano tiene una", "Yo, sin problema"],
      similar: ["¿Quién trae las sillas?"],
      besides: ["jaja", "¡qué foto tan bonita!", "buenos días a todos"],
    },
    yesNo: {
      asks: ["¿Viene también la abuela?", "¿La abuela viene?"],
      answers: ["Sí, viene", "no, no puede", "creo que sí"],
      similar: ["¿El abuelo trae al perro?"],
      besides: ["¡qué vistas!", "gracias por lo de ayer", "la sopa estaba buenísima"],
    },
    past: [
      "El año pasado el concierto fue un viernes a las 18:00",
      "El domingo a las 13:00 comimos todos juntos, estuvo genial",
    ],
    thanks: ["¡gracias!", "muchas gracias", "genial, gracias"],
    dayless: ["El ensayo del coro es a las 18:00", "la reunión empieza a las 18:00"],
  },
  hi: {
    events: [
      {
        facts: ["शनिवार को दोपहर 2 बजे स्कूल का कार्यक्रम है", "स्कूल का कार्यक्रम शनिवार दोपहर 2 बजे है"],
        moves: ["प्लान बदल गया: कार्यक्रम शाम 4 बजे शुरू होगा", "कार्यक्रम अब शाम 4 बजे है"],
      },
      {
        facts: ["शनिवार दोपहर 2 बजे पूजा है", "पूजा शनिवार को दोपहर 2 बजे होगी"],
        moves: ["थोड़ा बदलाव है, पूजा शाम 4 बजे होगी", "पूजा का समय बदलकर शाम 4 बजे हो गया"],
      },
    ],
    errands: [
      {
        asks: ["{name}, क्या तुम गुरुवार को पोस्टर छाप सकते हो?", "{name}, गुरुवार को पोस्टर छाप दो"],
        reports: ["पोस्टर छाप दिए", "मैंने पोस्टर छाप दिए हैं", "पोस्टर छप गए"],
      },
      {
        asks: ["{name}, क्या आप गुरुवार को चाबी ले सकते हैं?", "{name}, गुरुवार को चाबी ले लेना"],
        reports: ["चाबी ले ली", "मैंने चाबी ले ली है", "चाबी मिल गई"],
      },
    ],
    agrees: ["ठीक है", "ज़रूर", "ok"],
    otherMoves: [
      "प्लान बदल गया: मेरा डॉक्टर का अपॉइंटमेंट बुधवार सुबह 10 बजे है",
      "वैसे मेरी क्लास बुधवार सुबह 10 बजे हो गई है",
    ],
    when: {
      asks: ["आख़िरी बस कब जाती है?", "आख़िरी बस कितने बजे जाती है?"],
      answers: ["रात 11 बजे", "रात 11 बजे जाती है", "शायद 11 बजे"],
      similar: ["पहली बस कब जाती है?"],
      besides: ["दवाई की दुकान शाम 6 बजे बंद होती है", "धन्यवाद!", "हाहा अच्छी फोटो"],
    },
    where: {
      asks: ["गाड़ी कहाँ खड़ी करें?", "गाड़ी कहाँ रखें?"],
      answers: ["मंदिर के पीछे", "स्कूल के पास", "मेरे घर पर"],
      similar: ["साइकिल कहाँ रखें?"],
      besides: ["आज बहुत थक गया", "बहुत धन्यवाद", "मौसम कितना अच्छा है"],
    },
    who: {
      asks: ["केक कौन लाएगा?", "केक किसके पास है?"],
      answers: ["मैं", "मेरे भाई के पास है", "मम्मी"],
      similar: ["कुर्सियाँ कौन लाएगा?"],
      besides: ["हाहा", "बहुत सुंदर फोटो!", "सुप्रभात सबको"],
    },
    yesNo: {
      asks: ["क्या दादी भी आ रही हैं?", "दादी भी आएँगी क्या?"],
      answers: ["हाँ, आ रही हैं", "नहीं, वो नहीं आ सकतीं", "लगता है हाँ"],
      similar: ["क्या दादा कुत्ते को लाएँगे?"],
      besides: ["क्या नज़ारा है!", "कल के लिए शुक्रिया", "सूप बहुत अच्छा था"],
    },
    past: ["पिछले साल कार्यक्रम शुक्रवार शाम 6 बजे था", "रविवार दोपहर 1 बजे हम सबने साथ खाना खाया था"],
    thanks: ["धन्यवाद!", "बहुत शुक्रिया", "अच्छा, धन्यवाद"],
    dayless: ["रिहर्सल शाम 6 बजे है", "मीटिंग शाम 6 बजे शुरू होगी"],
  },
  th: {
    events: [
      {
        facts: ["งานโรงเรียนวันเสาร์บ่ายสองโมงนะ", "วันเสาร์ 14:00 น. มีงานโรงเรียน"],
        moves: ["เปลี่ยนแผน งานโรงเรียนเริ่มสี่โมงเย็น", "งานโรงเรียนเลื่อนเป็น 16:00 น."],
      },
      {
        facts: ["คอนเสิร์ตวันเสาร์ 14:00 น.", "วันเสาร์บ่ายสองโมงมีคอนเสิร์ต"],
        moves: ["มีเปลี่ยนแปลงนิดหน่อย คอนเสิร์ตเริ่ม 16:00 น.", "คอนเสิร์ตย้ายเป็นสี่โมงเย็น"],
      },
    ],
    errands: [
      {
        asks: ["{name} ช่วยพิมพ์โปสเตอร์วันพฤหัสหน่อย", "{name} พิมพ์โปสเตอร์วันพฤหัสให้หน่อยได้ไหม"],
        reports: ["พิมพ์โปสเตอร์เสร็จแล้ว", "โปสเตอร์พิมพ์แล้วนะ", "พิมพ์โปสเตอร์แล้ว"],
      },
      {
        asks: ["{name} ช่วยไปรับกุญแจวันพฤหัสหน่อยได้ไหม", "{name} รบกวนรับกุญแจวันพฤหัสด้วย"],
        reports: ["รับกุญแจแล้ว", "ไปรับกุญแจมาแล้วนะ", "ได้กุญแจแล้ว"],
      },
    ],
    agrees: ["โอเค", "ได้เลย", "ตกลง"],
    otherMoves: ["เปลี่ยนแผน นัดหมอฟันของเราเป็นวันพุธ 10:00 น.", "อ้อ นัดตัดผมของเราเลื่อนไปวันพุธ 10:00 น."],
    when: {
      asks: ["รถเมล์คันสุดท้ายออกกี่โมง", "รถเมล์คันสุดท้ายออกเมื่อไหร่"],
      answers: ["ห้าทุ่ม", "ออกห้าทุ่ม", "น่าจะ 23:00 น."],
      similar: ["รถเมล์คันแรกออกกี่โมง"],
      besides: ["ร้านยาปิดหกโมงเย็น", "ขอบคุณนะ", "555 รูปสวย"],
    },
    where: {
      asks: ["จอดรถที่ไหน", "เราจอดรถตรงไหนดี"],
      answers: ["หลังวัด", "ข้างโรงเรียน", "ที่บ้านเรา"],
      similar: ["จักรยานไว้ที่ไหน"],
      besides: ["วันนี้เหนื่อยจัง", "ขอบคุณมาก", "อากาศดีจัง"],
    },
    who: {
      asks: ["ใครเอาเค้กมา", "ใครมีเตาปิ้ง"],
      answers: ["เราเอง", "พี่ชายเรามี", "ผมครับ"],
      similar: ["ใครเอาเก้าอี้มา"],
      besides: ["ฮ่าๆ", "รูปสวยมาก", "อรุณสวัสดิ์ทุกคน"],
    },
    yesNo: {
      asks: ["คุณยายมาด้วยไหม", "คุณยายจะมาด้วยหรือเปล่า"],
      answers: ["มาค่ะ", "ไม่มาค่ะ", "น่าจะมานะ"],
      similar: ["คุณตาพาหมามาไหม"],
      besides: ["วิวสวยจัง", "ขอบคุณสำหรับเมื่อวาน", "ซุปอร่อยมาก"],
    },
    past: ["ปีที่แล้วคอนเสิร์ตวันศุกร์ 18:00 น.", "วันอาทิตย์ที่แล้วบ่ายโมงเราไปกินข้าวกันมา สนุกมาก"],
    thanks: ["ขอบคุณนะ", "ขอบคุณมาก", "ดีเลย ขอบคุณ"],
    dayless: ["ซ้อมร้องเพลงหกโมงเย็น", "ประชุมเริ่ม 18:00 น."],
  },
};
