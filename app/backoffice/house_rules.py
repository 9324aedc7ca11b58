"""The house rules as staff see and change them: one line each, by room, as of any date."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.accounts import service as accounts
from app.foundation import rules
from app.foundation.acts import Act
from app.foundation.errors import Missing, Refusal
from app.foundation.rules import Rule, Setting, Value, in_words
from app.people import identifiers
from app.people.identifiers import NotUsableError
from app.policy.service import settings
from app.policy.service.settings import Foresight
from app.policy.views import wishes
from app.policy.views.wishes import Wish

MAY_BE_EMPTY = frozenset({"company.phone"})
LONGEST = 1000


@dataclass(frozen=True)
class RuleLine:
    """A rule with the value in force at some time; `since` is None for its first value, `waiting` one that waits."""

    rule: Rule
    value: str
    since: datetime | None
    by: str
    coming: Setting | None
    waiting: Wish | None = None

    @property
    def room(self) -> str:
        return self.rule.name.partition(".")[0]

    @property
    def href(self) -> str:
        """Where the rule is shown and changed."""
        return f"/staff/rules/{self.rule.name.replace('.', '/')}"

    @property
    def waiting_words(self) -> str:
        return in_words(self.waiting.value) if self.waiting else ""

    @property
    def is_list(self) -> bool:
        return isinstance(self.rule.default, list)


@dataclass(frozen=True)
class Change:
    """A value that a rule was given, in words; `withdrawn` if it was taken back before it began."""

    value: str
    effective_at: datetime
    by: str
    set_at: datetime
    reason: str
    withdrawn: bool = False


def lines(at: datetime) -> dict[str, list[RuleLine]]:
    """Every rule as of that time, by room; three queries whatever their number."""
    given, waiting = rules.settings(), {wish.name: wish for wish in wishes.waiting()}
    names = _names(given)
    found: dict[str, list[RuleLine]] = {}
    for name in sorted(rules.RULES):
        own = [setting for setting in given if setting.name == name]
        line = _line(rules.RULES[name], own, names, at, waiting.get(name))
        found.setdefault(line.room, []).append(line)
    return found


def line_of(name: str, at: datetime) -> RuleLine:
    """One rule as of that time.

    Raises:
        Missing: no room declares it.
    """
    if name not in rules.RULES:
        raise Missing
    own = rules.settings(name)
    waiting = {wish.name: wish for wish in wishes.waiting()}
    return _line(rules.RULES[name], own, _names(own), at, waiting.get(name))


def history(name: str) -> list[Change]:
    """Every value that the rule was given, newest effect first."""
    own = rules.settings(name)
    names = _names(own)
    return [
        Change(
            in_words(given.value),
            given.effective_at,
            _by(given.set_by, names),
            given.set_at,
            given.reason,
            given.withdrawn,
        )
        for given in own
    ]


def _line(rule: Rule, own: list[Setting], names: dict[int, str], at: datetime, waiting: Wish | None) -> RuleLine:
    own = [given for given in own if not given.withdrawn]
    current = next((given for given in own if given.effective_at <= at), None)
    coming = next((given for given in reversed(own) if given.effective_at > at), None)
    if current is None:
        return RuleLine(rule, in_words(rule.default), None, "", coming, waiting)
    by = _by(current.set_by, names)
    return RuleLine(rule, in_words(current.value), current.effective_at, by, coming, waiting)


def _names(given: Iterable[Setting]) -> dict[int, str]:
    refs = {one.set_by.partition(":")[2] for one in given if one.set_by.startswith("staff:")}
    return accounts.staff_names(sorted(int(ref) for ref in refs if ref.isdigit()))


def _by(actor: str, names: dict[int, str]) -> str:
    kind, _, ref = actor.partition(":")
    return names.get(int(ref), actor) if kind == "staff" and ref.isdigit() else actor.replace(":", " ")


def read(rule: Rule, typed: str) -> Value:
    """The value that was typed.

    Raises:
        Refusal: beside the field `value`; it does not fit the rule's kind.
    """
    typed = typed.strip()
    match rule.default:
        case bool():
            return _yes_or_no(typed)
        case int():
            return _whole(rule, typed)
        case list():
            return _lines(rule, typed)
    return _text(rule, typed)


def _yes_or_no(typed: str) -> bool:
    if typed not in {"yes", "no"}:
        raise Refusal("Please type yes or no.", "value")
    return typed == "yes"


def _whole(rule: Rule, typed: str) -> int:
    plain = typed.replace(",", "")
    if not (plain.isascii() and plain.isdigit() and len(plain) <= 9 and rule.least <= int(plain) <= rule.most):
        raise Refusal(f"Please type a whole number from {rule.least:,} to {rule.most:,}.", "value")
    return int(plain)


def _lines(rule: Rule, typed: str) -> Value:
    found = [line.strip() for line in typed.splitlines() if line.strip()]
    wrong = [line for line in found if rule.choices and line not in rule.choices]
    if wrong:
        raise Refusal(f"Not “{wrong[0][:80]}”. Each line is one of these: {', '.join(rule.choices)}.", "value")
    return list(found)


def _text(rule: Rule, typed: str) -> str:
    if not typed and rule.name not in MAY_BE_EMPTY:
        raise Refusal("Please type the new text.", "value")
    if "\n" in typed or len(typed) > LONGEST:
        raise Refusal(f"Please type one line of at most {LONGEST:,} characters.", "value")
    if rule.choices and typed not in rule.choices:
        raise Refusal(f"Please type one of these: {', '.join(rule.choices)}.", "value")
    if rule.unit == "e-mail":
        try:
            return identifiers.email(typed).address
        except NotUsableError as error:
            raise Refusal(str(error), "value") from None
    return typed


def foresee(name: str, typed: str, starts: datetime | None, at: datetime) -> Foresight:
    """What the typed value would do; see `change`."""
    return settings.foresee(name, _new(name, typed, starts, at), starts or at)


def change(act: Act, name: str, typed: str, starts: datetime | None, reason: str) -> Foresight:
    """Give the rule another value: now, from a coming day on, or with the version of the policy that says so.

    Raises:
        Missing: no room declares the rule.
        Refusal: the value does not fit, nothing would change, or the time is over.
    """
    return settings.change(act, name, _new(name, typed, starts, act.at), reason, starts)


def _new(name: str, typed: str, starts: datetime | None, at: datetime) -> Value:
    if name not in rules.RULES:
        raise Missing
    new = read(rules.RULES[name], typed)
    if starts is not None and starts < at:
        raise Refusal("A rule cannot change in the past. Leave the day empty for now.", "starts")
    if new == rules.value(name, starts or at):
        raise Refusal(f"This is the value {'on that day' if starts else 'now'} already.", "value")
    return new
