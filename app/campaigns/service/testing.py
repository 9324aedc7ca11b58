"""A test mail: the text of an update, to the one member of staff who asks for it."""

from app.accounts import service as accounts
from app.campaigns.service.steps import locked, note
from app.foundation.acts import Act
from app.foundation.errors import Refusal
from app.mail import service as mail

TEST = "campaigns/site_update_test"


def send_test(act: Act, run_id: int, account_id: int) -> str:
    """Write the text to that member of staff's own address; gives the address.

    It is mail about their own staff account, like the daily one with the record's head: the gate decides it as such,
    and nobody else can be named.

    Raises:
        Missing: there is no such run.
        Refusal: the gate says no.
    """
    row, card = locked(run_id), accounts.account_card(account_id)
    queued = mail.queue(
        act,
        to=card.email,
        template=TEST,
        purpose="account",
        ref=f"account:{account_id}",
        greeting=card.greeting,
        subject=row.subject,
        update=run_id,
    )
    if not queued:
        raise Refusal("The gate refused this mail, so no test was sent.")
    note(act, row, "tested")
    return card.email
