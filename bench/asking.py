"""Whether asking what we hold takes the same time for an address that we know and one that we do not.

`python -m bench.asking` sends the form for both in turn, whole requests with their commit, and prints the medians of
the two and their ratio; it ends with an error beyond the bar. Known is a customer with orders who also wrote to us.
"""

import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from sqlalchemy import text

from app.cases import service as cases
from app.cases.service import NewCase
from app.foundation import clock, rules, work
from app.foundation.acts import Act, system_act
from app.foundation.database import db
from app.people import identifiers
from bench.stage import Stage

ROUNDS = 150
BAR = 0.10
"""The medians may differ by this part of the smaller one."""
FORM = "/my-information/requests/new"
FREE = ("rights.requests-an-hour", "rights.mails-a-day")
"""Limits that would hold the measuring back."""


def compared(stage: Stage, known: str, unknown: str, rounds: int = ROUNDS) -> tuple[float, float]:
    """The median seconds of asking for each of the two addresses, sent in turn."""
    send = _sender(stage)
    taken: dict[str, list[float]] = {known: [], unknown: []}
    for address in (known, unknown) * 5:
        send(address)
    for number in range(rounds):
        for address in (known, unknown) if number % 2 else (unknown, known):
            begin = time.perf_counter()
            send(address)
            taken[address].append(time.perf_counter() - begin)
    return statistics.median(taken[known]), statistics.median(taken[unknown])


def _sender(stage: Stage) -> Callable[[str], None]:
    client = stage.app.test_client()
    page = client.get(FORM, base_url=stage.base).get_data(as_text=True)
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]

    def send(address: str) -> None:
        data = {"wish": "information", "email": address, "csrf_token": token}
        answer = client.post(FORM, data=data, base_url=stage.base)
        assert answer.status_code == 303, answer.status

    return send


def _lift(act: Act, name: str) -> None:
    rules.set_value(act, name, 999_999, act.at - timedelta(hours=1), "measuring")


def _prepare(stage: Stage) -> str:
    """Lift the limits, and let a customer with orders write to us; gives the customer's address."""
    with stage.app.app_context():
        act = system_act("command", "bench", stage.app.extensions["shop.policy_version"]())
        for name in FREE:
            work.unit(partial(_lift, act, name))
        address = db.session.execute(text("SELECT email FROM account ORDER BY id LIMIT 1")).scalar_one()
        new = NewCase("contact", "other", "web", "Do you print on linen?", "", identifiers.email(address))
        work.unit(lambda: cases.open_case(act, new) and None)
        rules.forget()
        assert rules.whole(FREE[0], clock.now()) == 999_999
    return str(address)


def main() -> int:
    """Measure and print; 1 beyond the bar."""
    stage = Stage()
    known = _prepare(stage)
    local, _, domain = known.partition("@")
    unknown = f"{'q' * len(local)}@{domain}"
    first, second = compared(stage, known, unknown)
    apart = abs(first - second) / min(first, second)
    print(
        f"asking, known address {first * 1e3:.2f} ms, unknown {second * 1e3:.2f} ms: {apart:.1%} apart, bar {BAR:.0%}"
    )
    return int(apart > BAR)


if __name__ == "__main__":
    sys.exit(main())
