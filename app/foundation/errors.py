"""What a verb raises when it will not act."""


class Refusal(Exception):
    """A domain verb refuses. `sentence` is for the person; `field` names the form field it belongs to.

    The request's changes are rolled back; rows given to `foundation.work.keep` are written all the same.
    """

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class Stale(Refusal):
    """Somebody saved the record since the form was drawn. `current` holds the values that stand now."""

    def __init__(self, current: dict[str, str]) -> None:
        super().__init__(
            "Somebody changed this since you opened the page. Both versions are shown: choose, then save again."
        )
        self.current = current


class Missing(Exception):
    """There is no such record, or it belongs to somebody else: both are a 404."""
