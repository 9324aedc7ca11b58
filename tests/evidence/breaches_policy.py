"""Breaches of the checks of the policy room."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import Flask
from markupsafe import Markup
from sqlalchemy import text

from app.foundation import clock, rules, work
from app.foundation.acts import system_act
from app.foundation.database import db
from app.policy import change_pages, chapters, routes
from app.policy.views import NewUse
from tests.evidence.breach import Breach, Patch, edit, forget
from tests.policies import Change, posted

OLD, NEW = "so that you notice", "so you will notice"
UNMARKED = Markup('<p><a href="https://elsewhere.example/">Elsewhere</a></p>')


def a_clause_is_left_out(_app: Flask, patch: Patch) -> None:
    """The page shows all clauses of the version but one."""
    patch.setattr(routes, "chapters", lambda clauses: chapters.chapters((*clauses[:1], *clauses[2:])))


def a_bare_link(_app: Flask, patch: Patch) -> None:
    """A link to another site gets past the marking."""

    def with_link(clauses: Sequence[Any]) -> Any:
        made = chapters.chapters(clauses)
        first = made[0].opening
        marked = chapters.Paragraph(
            first.number, first.anchor, first.level, first.heading, first.heading_html, first.html + UNMARKED
        )
        return (chapters.Chapter(marked, made[0].paragraphs), *made[1:])

    patch.setattr(routes, "chapters", with_link)


def the_list_forgets(_app: Flask, patch: Patch) -> None:
    """The list of changes leaves out the newest version."""
    entries = change_pages.entries
    patch.setattr(change_pages, "entries", lambda doc: entries(doc)[1:])


def the_company_moves(_app: Flask, _patch: Patch) -> None:
    """The postal address changes, and nobody tells the policy."""
    act = system_act("command", "test")
    work.unit(lambda: rules.set_value(act, "company.street", "1 Other Road", act.at, "moved"))
    forget()


def the_company_moves_back(_app: Flask) -> None:
    edit(text("DELETE FROM house_rule WHERE name = 'company.street'"))


def reworded(_app: Flask) -> None:
    """A second version, with other words."""
    work.unit(lambda: posted(Change(lambda body: body.replace(OLD, NEW))) and None)


def widened(_app: Flask) -> None:
    """A second version that adds a use, and waits for its day."""
    uses = (NewUse("survey", "To ask our customers once a year."),)
    change = Change(lambda body: body.replace(OLD, NEW), "A new use.", "widens", uses)
    starts = clock.now() + timedelta(days=31)
    work.unit(lambda: posted(change, starts) and None)


def unguarded(statement: str, **values: Any) -> None:
    """Change a posted version with the database's own guard taken away, and put the guard back."""
    if db.engine.dialect.name == "sqlite":
        query = text("SELECT sql FROM sqlite_master WHERE name = 'policy_version_no_update'")
        guard = db.session.execute(query).scalar_one()
        db.session.remove()
        edit(text("DROP TRIGGER policy_version_no_update"))
        edit(text(statement), **values)
        edit(text(guard))
    else:
        edit(text("ALTER TABLE policy_version DISABLE TRIGGER USER"))
        edit(text(statement), **values)
        edit(text("ALTER TABLE policy_version ENABLE TRIGGER USER"))


def a_text_is_changed(_app: Flask, _patch: Patch) -> None:
    unguarded("UPDATE policy_version SET body_html = body_html || ' ' WHERE no = 1")


def a_text_is_changed_back(_app: Flask) -> None:
    unguarded("UPDATE policy_version SET body_html = substr(body_html, 1, length(body_html) - 1) WHERE no = 1")


def called_a_typo(_app: Flask, _patch: Patch) -> None:
    unguarded("UPDATE policy_version SET change_class = 'typo' WHERE no = 2")


def called_what_it_is(_app: Flask) -> None:
    unguarded("UPDATE policy_version SET change_class = 'clarify' WHERE no = 2")


def no_time_left(_app: Flask, _patch: Patch) -> None:
    """The new use starts tomorrow."""
    unguarded("UPDATE policy_version SET effective_at = :at WHERE no = 2", at=_stored(timedelta(days=1)))


def time_enough(_app: Flask) -> None:
    unguarded("UPDATE policy_version SET effective_at = :at WHERE no = 2", at=_stored(timedelta(days=31)))


def _stored(ahead: timedelta) -> Any:
    """That far from now, as the database keeps it."""
    at = clock.now() + ahead
    return at.strftime("%Y-%m-%d %H:%M:%S.%f") if db.engine.dialect.name == "sqlite" else at


POLICY: dict[str, Breach] = {
    "changes-classed": Breach(called_a_typo, reworded, called_what_it_is),
    "changes-listed": Breach(the_list_forgets),
    "contact-printed": Breach(the_company_moves, mend=the_company_moves_back),
    "links-carry-cue": Breach(a_bare_link),
    "new-uses-noticed": Breach(no_time_left, widened, time_enough),
    "policy-served": Breach(a_clause_is_left_out),
    "versions-permanent": Breach(a_text_is_changed, mend=a_text_is_changed_back),
}
