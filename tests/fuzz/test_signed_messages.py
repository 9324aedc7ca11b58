"""The card processor's messages, rightly signed and wrong in every way inside: never a failure."""

import copy
import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.nonsense import EXAMPLES, values
from tests.pages import BASE, Browser
from tests.unit.payments.messages import message, session, signed

KINDS = (
    "checkout.session.completed",
    "checkout.session.expired",
    "payment_intent.payment_failed",
    "charge.refunded",
    "x",
)
leaves = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.floats(), values, st.just([]), st.just({})
)
anything = st.recursive(leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(values, inner, max_size=3))


def places(thing: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every value inside a message."""
    pairs = thing.items() if isinstance(thing, dict) else enumerate(thing) if isinstance(thing, list) else ()
    return [found for key, inner in pairs for found in [(*way, key), *places(inner, (*way, key))]]


@st.composite
def spoilt(draw: st.DrawFn) -> bytes:
    """A message with some of its values replaced by anything, as bytes."""
    made = json.loads(message(draw(st.sampled_from(KINDS)), session()))
    for _ in range(draw(st.integers(0, 3))):
        *way, last = draw(st.sampled_from(places(made)))
        inner: Any = made
        for key in way:
            inner = inner[key]
        if isinstance(inner, dict):
            inner[last] = copy.deepcopy(draw(anything))
    return json.dumps(made).encode()


def test_no_signed_message_breaks_the_shop(visitor: Browser) -> None:
    failures = []

    @settings(
        max_examples=4 * EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.one_of(spoilt(), anything.map(lambda thing: json.dumps(thing).encode()), st.binary(max_size=200)))
    def send(body: bytes) -> None:
        answer = visitor.client.post(
            "/webhooks/payments",
            data=body,
            base_url=BASE,
            buffered=True,
            content_type="application/json",
            headers={"Practice-Signature": signed(body)},
        )
        if answer.status_code >= 500:
            failures.append((body, answer.status_code))

    send()
    assert failures == []
