"""Whether our mail is signed by the key that we publish, and the signature holds how such mail is stopped."""

import re
from email.message import EmailMessage

from app.foundation import clock, recent
from app.foundation.checks import Check, Result, unchecked
from app.foundation.database import looking
from app.mail import letters, signing
from app.mail.checks import content
from app.mail.headers import ONE_CLICK, UNASKED
from app.mail.letters import Specimen
from app.mail.models import OutboxMail
from app.mail.service import dkim_keys
from app.mail.signing import Signer

LIST = ("list-unsubscribe", "list-unsubscribe-post")
NO_KEY = "No key signs our mail yet; the first mail makes one."


@looking()
def mail_signed() -> Result:
    """The newest mails, drawn once more, verify under the records that our DNS must show."""
    now, rows = clock.now(), content.newest_mails()
    signer = dkim_keys.signer(now)
    if signer is None or not rows:
        return unchecked(NO_KEY if signer is None else "No mail was written yet.")
    drawn = [message for row in rows if (message := content.draw(row)) is not None]
    records = dkim_keys.records(now)
    loose = sum(not signing.verifies(_signed(message, signer), records) for message in drawn)
    return recent.judged(
        f"The newest {recent.counted(len(drawn), 'mail')} verified", loose, "not under a published key"
    )


@looking()
def unsubscribe_headers() -> Result:
    """Each mail that nobody ordered carries both headers, and the signature holds both."""
    signer = dkim_keys.signer(clock.now())
    if signer is None:
        return unchecked(NO_KEY)
    stored = content.newest_mails(OutboxMail.purpose.in_(UNASKED))
    specimens = [one for one in content.specimens_of(set()) if one.purpose in UNASKED]
    every: list[OutboxMail | Specimen] = [*stored, *specimens]
    drawn = [message for row in every if (message := content.draw(row)) is not None]
    if not drawn:
        return unchecked("No mail of this kind could be drawn to be read.")
    without = sum(not _stoppable(message, signer) for message in drawn)
    words = (
        f"{recent.counted(len(stored), 'such mail')} in {recent.days()} days and {len(drawn) - len(stored)} specimens"
    )
    return recent.judged(words, without, "without both headers under the signature")


def _signed(message: EmailMessage, signer: Signer) -> bytes:
    return letters.written(message, signer, clock.now())


def _stoppable(message: EmailMessage, signer: Signer) -> bool:
    link, click = str(message["List-Unsubscribe"] or ""), str(message["List-Unsubscribe-Post"] or "")
    if not re.match(r"<https://[^>]+>, <mailto:[^>]+>$", link) or click != ONE_CLICK:
        return False
    head = _signed(message, signer).partition(b"\r\n\r\n")[0].decode()
    signature = re.sub(r"\s+", "", head.partition("DKIM-Signature:")[2].partition(" bh=")[0])
    names = signature.partition("h=")[2].rstrip(";").split(":")
    return all(name in names for name in LIST)


SIGNED = [
    Check(
        "mail-signed",
        "Our mail is signed, and verifies under the key that we publish.",
        mail_signed,
        (61,),
        60,
        yourself="Look at the original of a mail of ours: its DKIM-Signature names the key, and your mail service says "
        "whether it holds.",
    ),
    Check(
        "unsubscribe-headers",
        "Every mail that nobody ordered tells mail programs how to stop it with one click, and that is signed.",
        unsubscribe_headers,
        (61,),
        60,
    ),
]
