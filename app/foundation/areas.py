"""Areas of the site that may have an agreement of their own (P12): which there are, and which addresses lie in one.

A room declares its area and marks the routes of it, under the access mark:

    @blueprint.get("/account/company")
    @customer
    @area("companies")
    def show(): ...

While an area has no agreement in force, the mark changes nothing. Once it has one, whoever is signed in and has not
agreed to the version in force is led to it first; what the others do there carries its number (`Act.agreement`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, current_app

View = TypeVar("View", bound=Callable[..., Any])
HOOK = "shop.area_ruling"


@dataclass(frozen=True)
class Area:
    """A part of the site: `what` says what people do there, as the end of “This agreement is for ...”."""

    slug: str
    name: str
    what: str


@dataclass(frozen=True)
class Ruling:
    """The version of an area's agreement that is in force, and whether somebody has agreed to it."""

    number: int
    agreed: bool


class AgreementNeeded(Exception):
    """The page lies in an area whose agreement this person has not agreed to; the accounts room answers it."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug


AREAS: dict[str, Area] = {}


def declare(one: Area) -> None:
    """Add an area; a room does this where it is imported."""
    if AREAS.get(one.slug, one) != one:
        raise ValueError(f"The area {one.slug} is declared twice.")
    AREAS[one.slug] = one


def area(slug: str) -> Callable[[View], View]:
    """The endpoint lies in that area. Stands under the access mark."""

    def mark(view: View) -> View:
        view.area = slug  # type: ignore[attr-defined]  # functions carry attributes
        return view

    return mark


def area_of(view: Any) -> str:
    """The area in which an endpoint lies; empty where it lies in none."""
    return str(getattr(view, "area", ""))


def check_areas(app: Flask) -> None:
    """Refuse to start when an endpoint lies in an area that no room declares.

    Raises:
        RuntimeError: naming the first one.
    """
    for name, view in app.view_functions.items():
        if (slug := area_of(view)) and slug not in AREAS:
            raise RuntimeError(f"The endpoint {name} lies in an area that nobody declares: {slug}.")


def ruling(slug: str, person_id: int) -> Ruling | None:
    """What rules in an area for that person now; None while it has no agreement in force."""
    ask: Callable[[str, int], Ruling | None] | None = current_app.extensions.get(HOOK)
    return ask(slug, person_id) if ask else None
