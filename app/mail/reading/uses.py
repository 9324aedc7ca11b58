"""The uses of data, by the names that people give them; the codes are those of the gate's table."""

ALL_MAIL = ("marketing", "site_update", "survey", "prospect")
"""All marketing e-mail: what ends when somebody only says stop."""
CONTACTS = ("marketing", "prospect")
"""What ends when somebody asks not to be called or written to by post."""

NAMES: dict[str, tuple[str, ...]] = {
    "marketing": (
        "marketing/advertis*/ads/promotion*/promo*/newsletter*/offers/sales/catalogs",
        "publicidad/promocion*/mercadeo/ofertas/boletin*/propaganda",
        "werbung/werbezwecke*/publicite/prospection/commercial*",
    ),
    "survey": ("survey*/questionnaire*/poll/polls", "encuesta*/cuestionario*", "umfrage*/sondage*/enquete*"),
    "site_update": (
        "site/website/shop update/updates/news",
        "updates about/on the/your site/website/shop",
        "novedades/noticias del/de sitio/web/la",
    ),
    "personalise": (
        "personali*/personnali*/customiz*/customis*/tailor*/recommendation*/profil*",
        "perfil*",
    ),
    "improve": (
        "statisti*/analytic*/improving/improvement*/research",
        "improve ... service/services/site/website/product/products/content/offerings",
        "product development",
        "estadistic*/mejorar/mejora/analitic*",
        "verbesserung*/statisti*/amelior*",
    ),
    "hygiene": (
        "ncoa",
        "address update/updates/updating/check/checks/checking/correction/corrections/hygiene",
        "change of address service/database/check",
        "actualizar direccion*/direcciones",
    ),
    "understand": (
        "profil*/perfil*",
        "third party/parties data",
        "data broker/brokers/enrichment/append",
        "enrich*",
        "understand/understanding [your/the/us] customer/customers",
    ),
    "prospect": (
        "prospect/prospects/prospecting",
        "marketing/werbung/publicidad/publicite",
        "new customer/customers/business",
    ),
}
"""Marketing is also what first contacts are: whoever refuses the one refuses the other."""

ANYTHING: tuple[str, ...] = (
    "anything/everything/whatever/else/otherwise",
    "any/all/other/no purpose/purposes/use/uses/reason/reasons",
    "other purpose/purposes/use/uses/things/than",
    "cualquier/otra/otro/otros/otras/ningun/nada/todo",
    "alles/andere/anderes/anderen/autre/autres/rien/tout",
)
"""Says that nothing is meant in particular, but all."""

BROAD: tuple[str, ...] = (
    "any/all/anything/everything/every/else/list/lists/newsletter*/marketing/advertis*/promotion*/offers/spam",
    "email/emails/mail/mails/mailings/correo/correos/mensajes",
    "todo/todos/lista/boletin*/publicidad/alle/alles/tout",
)
"""Beside a name of some mail these say that all mail is meant."""
MAIL_OF_A_KIND: tuple[str, ...] = (
    "survey/surveys email/emails/mail/mails/mailings/newsletter",
    "email/emails/mail/mails about/with/for [your/the/customer/any] survey/surveys/site/website",
    "update/updates email/emails/mail/mails",
    "correos de encuestas",
)
"""The word for mail in these does not mean all mail."""
MAILED = ("survey", "site_update")
"""Mail that can be named by itself: "no more surveys" leaves the rest."""
OPTED = (
    "marketing/advertis*/survey*/profil*/personali*/customiz*/analytic*/statisti*/research/tracking/sale/sharing/data"
)
"""What people opt out of when they do not mean mail."""
