"""What a rendered text consists of: its clauses, and what keeps it from being published."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """A reason why a text cannot be published; ``line`` counts from 1, 0 means the text as a whole."""

    line: int
    sentence: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.sentence}" if self.line else self.sentence


@dataclass(frozen=True, slots=True)
class Clause:
    """One section of the text: a heading with the words up to the next heading.

    ``level`` is 2 to 4; ``html`` is the sanitised body without its heading; ``text`` is the body in plain
    words; ``sha256`` (hex) covers heading, words and link targets. ``kind`` is how a posted clause was said to be kept.
    """

    anchor: str
    level: int
    heading: str
    heading_html: str
    html: str
    text: str
    sha256: str
    kind: str = ""
