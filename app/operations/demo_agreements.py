"""The demonstration's agreement: that of companies, written by the editor and read by the reviewer as in any shop."""

from dataclasses import replace

from app.foundation.acts import Act, Actor
from app.policy import live_values
from app.policy import service as policy
from app.policy.service import Wording

AREA, TITLE = "companies", "Agreement for companies"
TEXT = """\
## Who orders for the company {#who-orders}

Whoever administers the company here says who may order for it and up to which amount. Please invite only people who \
work with you, and take them off when they no longer do.

## What colleagues see {#what-colleagues-see}

Orders that are placed for the company are seen by its people here: what was ordered, by whom, for how much and how \
far it is. Your own orders, addresses and choices stay yours alone.

## What we do with it {#what-we-do-with-it}

Names, roles and limits are used to run the company's account. We draw no conclusions about anybody from who works \
with whom.

## When you leave {#when-you-leave}

You can leave the company at any time, or take this agreement back in your account. The company keeps the orders that \
were placed for it.
"""
NOT_FOR = ("understand",)


def load(act: Act, editor: tuple[int, str], reviewer: tuple[int, str]) -> None:
    """Post the first version; the two people are given by account and name."""
    policy.open_document(act, AREA, TITLE)
    live, writing = live_values.present(), _as(act, editor[0])
    wording = Wording(TEXT, "", "The first version.", not_for=NOT_FOR)
    saved = policy.save(writing, policy.draft(AREA).token, wording, editor[1], AREA)
    sent = policy.submit(writing, saved.token, live, editor[1], AREA)
    approved = policy.approve(_as(act, reviewer[0]), sent.token, reviewer[1], slug=AREA)
    policy.publish(writing, approved.token, live, editor[1], slug=AREA)


def agree(act: Act, account_id: int, person_id: int) -> None:
    """A customer of the demonstration has agreed already."""
    policy.agree(replace(act, actor=Actor("customer", str(account_id))), person_id, AREA, 1, "demonstration")


def _as(act: Act, account_id: int) -> Act:
    return replace(act, actor=Actor("staff", str(account_id)))
