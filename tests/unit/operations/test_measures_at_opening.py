"""What the register of security measures holds on the first day of a real shop and of the demonstration."""

from flask import Flask

from app.foundation import clock, work
from app.foundation.acts import Act
from app.foundation.checks import State, look
from app.operations import demo, opening
from app.operations.opening import Signatures
from app.policy import measure_checks
from app.policy.views import measures as views

(CHECK,) = measure_checks.CHECKS


def standings() -> set[str]:
    return {line.standing(views.today()) for line in views.measures()}


def test_a_real_shop_opens_with_measures_that_nobody_has_looked_at_yet(app: Flask, act: Act) -> None:
    settings = app.extensions["shop.settings"]
    work.unit(lambda: opening.prepare(act, settings))
    work.unit(lambda: opening.open_shop(act, settings, Signatures("Paige Turner", "Reed Moore", {})) and None)
    assert standings() == {"new"}
    assert look(CHECK).state == State.UNCHECKED
    assert min(line.due_on for line in views.measures()) > clock.central(act.at).date()


def test_the_demonstration_opens_with_dated_looks(app: Flask) -> None:
    work.unit(lambda: demo._load() and None)
    assert standings() <= {"good", "soon"}
    assert look(CHECK).state == State.KEPT
    assert {look.actor_name for line in views.measures() for look in views.looks(line.id)} == {"Polly Seye"}
    work.unit(lambda: demo._load() and None)
    assert len(views.measures()) == 10
