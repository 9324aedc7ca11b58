"""A version's clauses as chapters with numbers, ready to be laid out."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.policy.clauses import Clause


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One clause on a page: its number (`3` or `3.2`), its anchor and its sanitised parts."""

    number: str
    anchor: str
    level: int
    heading: str
    heading_html: Markup
    html: Markup


@dataclass(frozen=True, slots=True)
class Chapter:
    """A second-level clause with the clauses under it."""

    opening: Paragraph
    paragraphs: tuple[Paragraph, ...]


def chapters(clauses: Sequence[Clause]) -> tuple[Chapter, ...]:
    """The clauses in chapters; the first clause opens one whatever its level."""
    grouped: list[list[Clause]] = []
    for clause in clauses:
        if clause.level == 2 or not grouped:
            grouped.append([])
        grouped[-1].append(clause)
    return tuple(_chapter(number, group) for number, group in enumerate(grouped, 1))


def _chapter(number: int, group: list[Clause]) -> Chapter:
    return Chapter(
        _paragraph(str(number), group[0]),
        tuple(_paragraph(f"{number}.{place}", clause) for place, clause in enumerate(group[1:], 1)),
    )


def _paragraph(number: str, clause: Clause) -> Paragraph:
    # Both parts passed the allow-list of `rendering` before they were stored.
    return Paragraph(
        number,
        clause.anchor,
        clause.level,
        clause.heading,
        Markup(clause.heading_html),  # noqa: S704  # sanitised
        Markup(clause.html),  # noqa: S704  # sanitised
    )
