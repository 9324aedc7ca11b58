"""What stands on each page of the editor: the sections of prices, of delivery and of taxes."""

from collections.abc import Callable
from dataclasses import dataclass

from app.tables.blocks import Block, Body


def unsettled(_body: Body) -> None:
    """Nothing follows from what was typed."""


@dataclass(frozen=True)
class Section:
    """One page of the editor; `settle` draws the consequences of what was typed, or refuses it."""

    code: str
    title: str
    about: str
    blocks: tuple[Block, ...]
    group: str = ""
    settle: Callable[[Body], None] = unsettled
