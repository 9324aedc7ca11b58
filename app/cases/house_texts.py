"""Texts of the house that an answer may begin with; staff edit them as a house rule."""

from dataclasses import dataclass
from datetime import datetime

from app.foundation import clock, rules

NAMELESS = "there"
"""What a greeting says to somebody who gave no name."""

rules.declare(
    rules.Rule(
        "cases.answer-texts",
        [
            "Thank you: Hello {name},||thank you for writing to us. ",
            "We look into it: Hello {name},||we are looking into this and answer case {number} by {day}.",
            "One question: Hello {name},||to go on we need to know one thing from you: ",
            "It is done: Hello {name},||it is done: ",
            "Your information: Hello {name},||you can see what we hold about you, and where it went, at"
            " /my-information. No account is needed.",
            "We cannot do this: Hello {name},||we did not do what you asked. The reason: ",
        ],
        "title: words",
        "Texts for answers, one on each line; {name}, {number} and {day} are filled in, | begins a new line",
    )
)


@dataclass(frozen=True)
class HouseText:
    """A text that an answer may begin with; `words` hold the placeholders."""

    title: str
    words: str

    def filled(self, name: str, number: int, due_at: datetime) -> str:
        """The words for one case."""
        given = {"{name}": name or NAMELESS, "{number}": str(number), "{day}": clock.spoken_date(due_at)}
        # Piece by piece, so that a name which looks like a placeholder stays a name.
        pieces = self.words.replace("|", "\n").replace("{", "\0{").replace("}", "}\0").split("\0")
        return "".join(given.get(piece, piece) for piece in pieces)


def texts() -> list[HouseText]:
    """Every text, in the order of the rule; a line without a title is its own."""
    found = rules.value("cases.answer-texts")
    lines = [str(line) for line in found] if isinstance(found, list) else []
    parts = [line.partition(":") for line in lines]
    return [HouseText(title.strip()[:80], (words if colon else title).strip()) for title, colon, words in parts]
