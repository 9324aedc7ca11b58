"""The words by which people ask for something, as data; who reads them is `wishes.py`.

Texts are compared in small letters, without accents, apostrophes or doubled blanks: "don't" stands here as `do not`,
"darme de baja" as it is, "löschen" as `loschen`. In a phrase `a/b` means either word, `[a]` a word that may be missing,
`word*` any word that begins so, `...` up to five words, and `.` the end of a sentence.
"""

STOP: dict[str, tuple[str, ...]] = {
    "en": (
        "unsubscribe/unsubscribed/unsubscribing/unsub/unsuscribe/unsubcribe/unsubscibe/unsubscription/desubscribe",
        "opt/opted/opting [me/us] out",
        "optout",
        "remove/delete/drop/scrub/erase me/us .",
        "remove/delete/drop/scrub/erase me/us [please/now/immediately/today] [from]",
        "take/get me/us off",
        "remove/delete/take/drop/strike/scrub ... from/off ... LISTS",
        "removed/deleted/taken ... from/off ... LISTS",
        "off your/this/the/that/all [mailing/email/marketing] list/lists",
        "stop/quit/cease/discontinue [all/any] emailing/mailing/contacting/writing/messaging me/us/to/.",
        "stop/quit/cease spamming/bothering/bombarding/harassing/pestering/soliciting",
        "stop/quit/cease/discontinue sending me/us/these/this/it/your/.",
        "stop/quit/cease/discontinue sending ... MAILS",
        "stop/cease/end/discontinue/quit [with] [THESE/all/any] [of] [THESE] [marketing] MAILS",
        "stop/cease/end/discontinue/quit [with] [THESE/all/any] [of] [THESE] surveys",
        "stop/cease/discontinue ... emails/newsletter/newsletters",
        "no/any more [of] [your/these/those] MAILS .",
        "no more/further [of] [your/these/those] MAILS/surveys/calls/letters",
        "no marketing/advertising/newsletter/newsletters/spam/promotions",
        "not/never/longer want/wish/need/like/care [to] [receive/get/have/see/hear] [any] ... MAILS/surveys",
        "not/never/longer want/wish/like [to] receive/get/hear [any] [of] this/these/those/anything/it/from/.",
        "not/never/longer want/wish/like to be emailed/contacted/mailed/spammed/subscribed/on",
        "not/longer want [to] [be] [on] your/this/these MAILS/list",
        "not/never/longer receive/get ... MAILS from you",
        "do not/never email/mail/contact/message/spam/bother me/us",
        "not/never email/mail/contact/write [to] me/us again/anymore",
        "do not/never send [me/us] ... MAILS/anything/more/again/stuff/surveys",
        "do not/never write [to] me/us",
        "remove/delete/erase/drop/scrub [please] my/our/this [email] email/address .",
        "want/like/ask/asking/asked/request/demand to be removed/deleted/taken [off] [please/immediately/now] ./from",
        "enough with/of the/your/these MAILS",
        "make it/this/them/these stop",
        "cease and desist",
        "do not/never write/email/mail/contact again/anymore",
        "prefer/rather not [to] receive/get/have ... MAILS/surveys",
        "leave me/us alone",
        "lose my email/address/number",
        "cancel/end/terminate [my/the/this/our] [email/newsletter/mailing] subscription/newsletter/newsletters",
        "never/not signed/sign/subscribed/subscribe [up] [for/to]",
        "this/it is spam/junk",
        "report/reporting/mark/marking ... as spam",
    ),
    "es": (
        "darme/darnos/dar/deme/denme/dame/den/denos/doy/damos/darse/dado [a] [me/nos] de baja",
        "solicito/solicitar/quiero/pido/pedir [la/mi] baja",
        "baja de/del [la/su/sus/el/este] lista/listas/boletin/newsletter/correo/correos/suscripcion",
        "desuscri*",
        "dessuscri*",
        "desapunt*",
        "cancelar/cancelen/cancele/anular/anulen/anule [la/mi] suscripcion",
        "no quiero/queremos/deseo/deseamos ... CORREOS",
        "no quiero/queremos/deseo/deseamos [seguir] recib* mas",
        "no me/nos envien/envie/manden/mande/escriban/escriba/contacten/contacte/molesten/moleste",
        "no enviarme/mandarme/escribirme/enviar/mandar mas",
        "dejen/dejar/deje/dejad/paren/pare de enviar*/mandar*/escribir*/molestar*",
        "borrenme/borrarme/borreme/eliminenme/eliminarme/elimineme/quitenme/quitarme/quiteme/saquenme/sacarme/saqueme",
        "borrame/eliminame/quitame/sacame/borradme/quitadme",
        "eliminar/eliminen/elimine/borrar/borren/quitar/quiten/saquen ... lista/listas/boletin/base",
        "no mas CORREOS",
    ),
    "de": (
        "abmelden/abmeldung/abbestellen/abbestellung/austragen/abgemeldet",
        "keine/keinen [weiteren/weitere] [newsletter/mails/emails/werbung/werbemails/nachrichten/post] mehr",
        "keine [weiteren/weitere] newsletter/mails/emails/werbung/werbemails",
        "aus/von [ihrem/dem/eurem/ihrer/der] verteiler/liste/mailingliste/newsletter",
        "newsletter [bitte] kundigen/stornieren/beenden",
        "horen sie auf",
    ),
    "fr": (
        "desabonn*",
        "desinscri*",
        "ne [souhaite/veux/voulons] plus recevoir",
        "ne m/nous envoyez plus",
        "retirez/supprimez/enlevez/retirer/supprimer/enlever ... liste/listes",
        "retirez/supprimez/enlevez moi/nous",
        "arretez de m/nous envoyer",
        "plus de/d mails/emails/courriels/publicite/newsletter",
    ),
    "pt": ("descadastr*", "cancelar ... inscricao", "nao quero [mais] receber", "remov* ... da lista"),
    "it": ("disiscri*", "cancellami/cancellatemi/rimuovetemi/rimuovimi", "non voglio [piu] ricevere"),
}
"""Asks for an end of all marketing mail."""

WHOLE = frozenset(
    {
        "stop",
        "stopp",
        "stop it",
        "stop this",
        "stop that",
        "stop now",
        "stop all",
        "stop stop",
        "stop stop stop",
        "stop mail",
        "stop mails",
        "quit",
        "remove",
        "remove me",
        "delete me",
        "make it stop",
        "signoff",
        "basta",
        "basta ya",
        "baja",
        "alto",
        "parar",
        "pare",
        "paren",
        "halt",
        "aufhoren",
        "arret",
        "arretez",
        "ca suffit",
        "remover",
    }
)
"""A short mail that says only this, beside courtesies, asks for an end of mail.

"No" and "cancel" are left out: in a thread they may answer a question about an order, so a person reads them.
"""
COURTESIES = frozenset(
    {
        "please",
        "pls",
        "plz",
        "kindly",
        "thanks",
        "thank",
        "you",
        "hi",
        "hello",
        "hey",
        "dear",
        "sir",
        "madam",
        "sirs",
        "team",
        "all",
        "now",
        "immediately",
        "regards",
        "best",
        "por",
        "favor",
        "gracias",
        "hola",
        "bitte",
        "danke",
        "hallo",
        "merci",
        "bonjour",
        "svp",
        "cheers",
        "sincerely",
    }
)

NOT_MEANT: tuple[str, ...] = (
    "do not/never email/mail/contact/message/send me/us [the/a/any/my] [new] proof/proofs/invoice/quote/files",
    "do not/never mail me/us the",
    "change/update/correct/fix/edit ... on/in ... PRINTED",
)
"""About an order, although it begins like one of the wishes."""
FOOTERS: tuple[str, ...] = (
    "to unsubscribe/opt ... click/visit/go/reply/send/follow/use/email/write/see",
    "to stop receiving ... click/visit/go/reply/send/follow/use/email/write/see",
    "click/tap/press/use/follow/visit ... to unsubscribe/opt",
    "unsubscribe here/instantly/anytime/link",
    "you can/may unsubscribe/opt",
    "unsubscribe privacy/terms/forward/view",
    "para darse/dar de baja ... haga/pulse/clic/responda/visite",
    "if you no longer/want/wish ... unsubscribe/receive",
    "subscribe/subscribed ... unsubscribe",
)
"""What a mailing says at its end: no wish of whoever writes, unless the sentence speaks of `I` and `me`."""
FIRST_PERSON = frozenset({"i", "me", "my", "mine", "tried", "yo", "ich", "je"})

NEGATORS: dict[str, str] = {
    "en": r"(?<!you )(?<!they )(?<!it )(?<!link )(?<!links )(?<!button )(?<!why )"
    r"(?:do not|please not|rather not|not to|no need to|never|would not|will not|no intention of|no intention to)"
    r"(?: (?:ever|want|wish|need|like|to|be|you|please|just|going|planning|asking|have|been|me|us|get|intend)){0,5}",
    "es": r"no(?: (?:quiero|queremos|deseo|deseamos|me|nos|que|ser|estar|por|favor)){0,4}",
    "de": r"(?:nicht|nie)(?: (?:wieder|mehr|vom|von|newsletter)){0,2}",
    "fr": r"(?:pas|jamais|ne)(?: (?:me|nous|vous|vouloir|veux)){0,3}",
    "pt": r"nao(?: (?:quero|me)){0,3}",
    "it": r"non(?: (?:voglio|mi)){0,3}",
}
"""Turns a wish round when it stands right before it: "please do not unsubscribe me". "You do not ..." complains."""

STAY: tuple[str, ...] = (
    "subscribe/resubscribe/register me/us",
    "subscribe/resubscribe .",
    "sign me/us [back] up",
    "add/put/keep me/us [back] to/on",
    "want/like/love to subscribe/resubscribe/receive/get/keep/stay/join",
    "please/do/to keep/continue sending/receiving",
    "keep them/it/these coming",
    "quiero/queremos/deseo suscri*/recibir/seguir",
    "suscribirme/suscribanme",
    "sigan/siga enviando*",
    "mochte ... newsletter abonnieren/erhalten/bekommen/behalten",
    "souhaite/veux/voudrais [m] abonner/recevoir/rester",
)
"""Wants our mail: nothing is stopped, a person looks at it."""
