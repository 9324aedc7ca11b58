"""The checks of the mail: whether each message was permitted, says what it must, and holds nothing that it must not."""

from app.foundation.checks import Check
from app.mail.checks.after_stop import AFTER_STOP
from app.mail.checks.content import CONTENT
from app.mail.checks.inbound import INBOUND
from app.mail.checks.links import LINKS
from app.mail.checks.sending import SENDING
from app.mail.checks.signed import SIGNED

CHECKS: list[Check] = [*SENDING, *CONTENT, *AFTER_STOP, *INBOUND, *LINKS, *SIGNED]
