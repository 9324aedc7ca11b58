"""The words by which people refuse a use of their data, or ask to see, correct or erase it (signs: see `words.py`)."""

USE: dict[str, tuple[str, ...]] = {
    "en": (
        "not/never/longer/stop/cease/quit HANDLE ... DATA",
        "not/never/longer/stop/cease HANDLE it/them/this/that/anything",
        "not/stop/cease/quit [want] [to] [be] profile/profiling/profiled/track/tracking/tracked",
        "not/never allow/consent/agree/want/permit ... HANDLE ... DATA",
        "restrict/limit ... use/processing of my/our",
        "object/objection to ... HANDLE/data/information/USES",
        "withdraw/revoke/withdrawing/revoking [my/our/any/all] consent/permission",
        "only/just/solely [use] [for] my/our order/orders",
        "only/just/solely ... DATA ... order/orders",
        "only ... order/orders/ordering emails/mails/confirmations/related/messages",
        "only want/need/send/receive ... MAILS about/for/on my/our order/orders",
        "use/used my/our ... only/solely for ... order/orders/ordering",
        "except/besides [for] my/our order/orders",
        "not/never consent/agree to ... HANDLE/USES",
        "other/else than/but [for] my/our order/orders",
        "for/about/to anything/something/nothing else",
        "any/no/all other purpose/purposes/use/uses/reason/reasons",
        "no profiling/personalization/tracking",
        "opt [me/us] out of/from [the/all/your/any] [use/sale/sharing] ... USES",
    ),
    "es": (
        "no/dejen/deje/dejar [de] [se] USAR ... datos/informacion/correo",
        "me opongo",
        "solo/solamente/unicamente [para] mis/nuestros pedidos",
        "para otra cosa/cosas",
        "otro/otros/ningun [otro] fin/fines/proposito/propositos",
        "retiro/revoco [mi] consentimiento",
    ),
    "de": (
        "daten ... nicht ... verwenden/nutzen/verarbeiten/weitergeben",
        "verwenden/nutzen/verarbeiten sie ... daten nicht/nur",
        "widerspreche/widerspruch",
        "nur fur meine/unsere bestellung/bestellungen",
    ),
    "fr": (
        "n utilisez pas/plus ... donnees",
        "je m oppose",
        "uniquement/seulement/que pour mes/nos commandes",
        "aucune autre/d autres fin/fins",
    ),
}
"""Asks that data is not used for something, or for anything but orders (P62)."""

OTHER_MEANS: tuple[str, ...] = (
    "stop/quit/cease calling/phoning/texting me/us",
    "do not/never call/phone/text me/us",
    "do not/never contact me/us by/via/on phone/telephone/post/letter/text/sms",
    "no more calls/letters/catalogs/postcards/brochures/flyers",
    "stop/quit/not/never send/sending me/us [any/your/more/these] letters/catalogs/postcards/brochures/flyers",
    "no me llamen/llame",
)
"""Asks that marketing by telephone or post ends."""

ERASE: dict[str, tuple[str, ...]] = {
    "en": (
        "delete/erase/destroy/wipe/remove/purge [all] [of] my/our [personal] data/information/account/records/details",
        "delete/erase/destroy/wipe everything [that] you",
        "delete/erase/destroy [all] [of] [the] data/information ... about/on me/us",
        "close my/our account",
        "right to be forgotten",
        "forget me",
    ),
    "es": (
        "borr*/elimin*/suprim* [todos] mis/nuestros datos",
        "borr*/elimin*/cierr*/cerrar mi cuenta",
        "derecho al olvido",
    ),
    "de": ("losch* [sie] [alle] meine daten", "meine daten [zu] loschen", "losch* [sie] mein konto"),
    "fr": ("supprim*/effac* [toutes] mes donnees", "droit a l oubli", "supprim*/ferm* mon compte"),
}
"""Asks for erasure: no use goes on, and a person takes it further."""

ACCESS: dict[str, tuple[str, ...]] = {
    "en": (
        "what/which ... KNOWN/all ... you ... about/on/of me/us",
        "what you know/have/hold/keep/store/collected [stored/collected] about/on me/us",
        "what do you know/have/hold/keep/store about/on me/us",
        "copy/copies/description/overview/list of [all/any/the] [of] [the] my/our/personal [personal] KNOWN",
        "copy/description/overview of [all/any] [of] [the] KNOWN [that] you",
        "access to [all] [of] my/our [personal] KNOWN",
        "what [do] you have on file for/about/on me/us",
        "access request",
        "subject access",
        "dsar",
        "right of/to access",
        "right to know",
        "export/download [of] [all] [of] my [personal] KNOWN",
        "send/show/give/tell me/us [all/what] [of] [my/the] [personal] KNOWN [that] [you] [have/hold/keep] [about]",
        "everything/anything/all [that] you know/have/hold/store/keep about/on me/us",
        "KNOWN [that] you/your [company] have/has/hold/store/keep/collected about/on me/us",
        "you have/hold/store/keep/collect ... KNOWN about/on me/us",
    ),
    "es": (
        "que/cuales datos/informacion ... tienen/tiene/guardan/guarda/conservan/poseen/almacenan",
        "copia de [todos] mis/nuestros datos",
        "acceso/acceder a [todos] mis/nuestros datos",
        "derecho de acceso",
        "solicitud de acceso",
        "que saben/sabe de/sobre mi .",
        "datos ... sobre mi .",
    ),
    "de": (
        "welche daten ... uber mich",
        "auskunft uber/zu [die/meine] ... daten",
        "auskunftsersuchen",
        "kopie meiner daten",
    ),
    "fr": (
        "quelles donnees ... sur moi",
        "droit d acces",
        "copie de mes donnees",
        "acces a mes donnees",
    ),
}
"""Asks what is held about the person (P67, P68)."""

CORRECTION: dict[str, tuple[str, ...]] = {
    "en": (
        "my/our [new/old/SORT] CONTACT/number [address/number] has/have changed",
        "my/our [SORT] CONTACT/number [address/number] is/are now/wrong/incorrect/misspelled/outdated",
        "my/our [SORT] CONTACT/number [address/number] is/was spelled/out",
        "my/our [mailing/shipping/billing] new CONTACT [address/number]",
        "my/our new [SORT] CONTACT/number",
        "new [SORT] address is/.",
        "change/update/correct/fix/amend/rectify [the/a] my/our ... CONTACT/number",
        "correct/rectify/amend/update ... you have/hold about/on/for me/us",
        "change of address",
        "i/we [have] [just/recently] moved",
        "misspelled/spelled my/our ... name",
        "wrong/incorrect/old/outdated [SORT] address/email/phone/name ... file/records/account/system",
        "correction request",
        "right to rectification",
    ),
    "es": (
        "mi/mis/nuestra/nuestro MISDATOS ... cambio/cambiado/ahora/mal/incorrect*/equivocad*",
        "CAMBIAR ... MISDATOS",
        "mi/nuestra nueva direccion",
        "nueva direccion es/.",
        "me/nos he/hemos/mude/mudamos mudado",
        "me mude",
        "nos mudamos",
    ),
    "de": (
        "meine/unsere adresse/anschrift/telefonnummer/mailadresse ... geandert",
        "meine/unsere neue adresse/anschrift",
        "bin/sind umgezogen",
        "berichtig*/korrigier* ... daten/adresse/namen/anschrift",
    ),
    "fr": (
        "ma/notre nouvelle adresse",
        "mon/notre adresse ... change",
        "ai/avons demenage",
        "corrig*/rectifi*/modifi* mon/ma/mes/notre/nos adresse/donnees/nom/telephone",
    ),
}
"""Asks that something held is put right (P69, P70)."""
