"""Who may open what: access is denied unless an endpoint is marked (house.md, *The life of a request*; P8).

@blueprint.get("/account")
@customer
def show(): ...
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, request
from flask_login import current_user
from flask_wtf.csrf import CSRFError

from app.extensions import csrf
from app.foundation import areas, clock, rules
from app.foundation.acts import Act, Actor
from app.foundation.areas import AgreementNeeded

View = TypeVar("View", bound=Callable[..., Any])
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

rules.declare(
    rules.Rule(
        "account.fresh-minutes", 15, "minutes", "How long after signing in sensitive changes need no new password"
    )
)
rules.declare(
    rules.Rule(
        "accounts.staff-factor",
        "yes",
        "text",
        "Whether staff need a second factor before they see any staff page: yes or no",
        choices=("yes", "no"),
    )
)


@dataclass(frozen=True)
class Permission:
    """What a staff role may do: `area:thing:action`, with the words that the roles page shows."""

    name: str
    words: str


@dataclass(frozen=True)
class Mark:
    """The access mark of one endpoint."""

    kind: str
    permission: Permission | None = None
    fresh: bool = False
    token: bool = True
    """Whether an unsafe request needs the form token (P74); signed webhooks prove themselves otherwise."""
    large: bool = False
    area: str = ""
    """The area in whose agreement it lies (`foundation.areas`)."""

    def __str__(self) -> str:
        words = [self.kind if self.permission is None else f"staff({self.permission.name})"]
        words += [
            word for word, on in (("fresh", self.fresh), ("no-token", not self.token), ("large", self.large)) if on
        ]
        return " ".join([*words, f"area({self.area})"] if self.area else words)


@dataclass(frozen=True)
class Viewer:
    """Who looks: what Flask-Login calls the current user."""

    id: int = 0
    person_id: int = 0
    user_id: str = ""
    name: str = ""
    greeting: str = ""
    permissions: frozenset[str] = field(default_factory=frozenset)
    roles: tuple[str, ...] = ()
    signed_in_at: datetime | None = None
    """When the password or a code was last given; None for a remembered session."""
    device_id: int = 0
    factored: bool = False
    """Whether the account has a second factor."""

    @property
    def signed_in(self) -> bool:
        return self.id != 0

    is_authenticated = is_active = signed_in

    @property
    def is_anonymous(self) -> bool:
        return not self.signed_in

    @property
    def is_staff(self) -> bool:
        return bool(self.permissions)

    def may(self, permission: Permission) -> bool:
        return permission.name in self.permissions

    def get_id(self) -> str:
        return str(self.id)


class SignInNeeded(Exception):
    """The page needs a customer and nobody is signed in; the accounts room answers it."""


class FreshSignInNeeded(Exception):
    """The act needs a recent sign-in; the accounts room asks for the password again."""


class FactorNeeded(Exception):
    """The page needs a member of staff with a second factor; the accounts room leads to setting one up."""


def _mark(view: View, mark: Mark) -> View:
    view.access_mark = mark  # type: ignore[attr-defined]  # functions carry attributes
    return view


def public(view: View) -> View:
    """Anybody may open it."""
    return _mark(view, Mark("public"))


def customer(view: View) -> View:
    """Anybody signed in may open it."""
    return _mark(view, Mark("customer"))


def staff(permission: Permission) -> Callable[[View], View]:
    """Staff whose roles hold `permission` may open it."""
    return lambda view: _mark(view, Mark("staff", permission))


def signed_by_sender(view: View) -> View:
    """Machines may post to it without a form token: the handler itself verifies their signature or secret."""
    return _mark(view, Mark("public", token=False))


def fresh(view: View) -> View:
    """The sign-in must be recent. Stands above `customer` or `staff`."""
    return _mark(view, replace(mark_of(view), fresh=True))


def large_body(view: View) -> View:
    """The body may be as large as an upload. Stands above the access mark."""
    return _mark(view, replace(mark_of(view), large=True))


def mark_of(view: Any) -> Mark:
    """The mark of a view function.

    Raises:
        RuntimeError: it has none, so the application must not start.
    """
    mark = getattr(view, "access_mark", None)
    if not isinstance(mark, Mark):
        raise RuntimeError(f"The endpoint {getattr(view, '__qualname__', view)} has no access mark.")
    slug = areas.area_of(view)
    return replace(mark, area=slug) if slug else mark


def check_marks(app: Flask) -> None:
    """Refuse to start when an endpoint has no access mark."""
    for view in app.view_functions.values():
        mark_of(view)
    areas.check_areas(app)


def viewer() -> Viewer:
    """Whoever looks at this request."""
    found: Viewer = current_user._get_current_object()  # flask-login's proxy
    return found


def act() -> Act:
    """The act of this request: to be handed to a verb."""
    who = viewer()
    kind = "staff" if who.is_staff else "customer" if who.signed_in else "visitor"
    version = current_app.extensions["shop.policy_version"]()
    request_id = request.environ.get("shop.request_id", "")
    actor = Actor(kind, str(who.id) if who.signed_in else "")
    return Act(actor, clock.now(), version, request_id, g.get("agreement"))


def guard() -> None:
    """Before each request: decide who may, whether it may write, and whether its form token is good."""
    safe = request.method in SAFE
    g.reading_only, g.work_begun, g.token_refused, g.agreement = safe, not safe, False, None
    if request.endpoint is None:
        return
    mark = mark_of(current_app.view_functions[request.endpoint])
    if mark.large:
        request.max_content_length = current_app.extensions["shop.settings"].upload_limit + 1024 * 1024
    _check_viewer(mark)
    if mark.area:
        _check_area(mark.area)
    if not safe and mark.token:
        _check_token()


def _check_viewer(mark: Mark) -> None:
    if mark.kind == "public":
        return
    who = viewer()
    if not who.signed_in:
        raise SignInNeeded
    if mark.permission is not None and not who.may(mark.permission):
        abort(403)
    if mark.permission is not None and owes_factor(who):
        raise FactorNeeded
    if mark.fresh and not is_fresh(who):
        raise FreshSignInNeeded


def _check_area(slug: str) -> None:
    """Whoever enters has agreed to the area's agreement; of a visitor who is not signed in, nothing is gathered."""
    who = viewer()
    ruling = areas.ruling(slug, who.person_id) if who.signed_in else None
    if ruling is None:
        return
    if not ruling.agreed:
        raise AgreementNeeded(slug)
    g.agreement = (slug, ruling.number)


def owes_factor(who: Viewer) -> bool:
    """Whether this is a member of staff who must set up a second factor first."""
    return who.is_staff and not who.factored and rules.text("accounts.staff-factor") == "yes"


def is_fresh(who: Viewer) -> bool:
    """Whether the password or a code was given lately."""
    window = timedelta(minutes=rules.whole("account.fresh-minutes"))
    return who.signed_in_at is not None and clock.now() - who.signed_in_at <= window


def _check_token() -> None:
    """A bad token does not end the request: forms show themselves again, and nothing is committed."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        g.token_refused = True
        return
    try:
        csrf.protect()
    except CSRFError:
        g.token_refused = True
