"""Words that often stand in one place of a phrase: a name in capitals there means any of them."""

from app.mail.reading import uses

MAILS = "email/emails/mail/mails/message/messages/newsletter/newsletters/ads/advertising/advertisements/marketing"
MAILS += "/promotions/promotional/promos/offers/spam/junk/solicitations/mailings/updates/catalogs/flyers"
LISTS = "list/lists/database/records/system/newsletter/newsletters/mailings/emails/subscription/subscriptions/marketing"
DATA = "data/information/info/details/address/email/name/number/history/records/profile"
KNOWN = "data/information/info/details/records"
CONTACT = "address/email/phone/telephone/mobile/name/surname/details/contact/profile"
CORREOS = "correo/correos/mensaje/mensajes/email/emails/mail/mails/publicidad/boletin/boletines/ofertas/propaganda"
THESE = "the/these/those/your/this"
HANDLE = "use/using/process/processing/share/sharing/sell/selling/analyze/analyzing"
SORT = "last/first/email/mailing/billing/shipping/home/postal/phone"
PRINTED = "proof/card/cards/artwork/design/flyer/brochure/label/layout/pdf/file/poster"
USAR = "usen/use/usar/utilicen/utilice/utilizar/traten/compartan/vendan"
MISDATOS = "direccion/correo/telefono/nombre/apellido/datos"
CAMBIAR = "corregir/corrijan/corrija/rectificar/rectifiquen/actualizar/actualicen/actualice/cambiar/cambien"

GROUPS = {
    "MAILS": MAILS,
    "LISTS": LISTS,
    "DATA": DATA,
    "KNOWN": KNOWN,
    "CONTACT": CONTACT,
    "CORREOS": CORREOS,
    "THESE": THESE,
    "HANDLE": HANDLE,
    "SORT": SORT,
    "PRINTED": PRINTED,
    "USAR": USAR,
    "MISDATOS": MISDATOS,
    "CAMBIAR": CAMBIAR,
    "USES": uses.OPTED,
}
