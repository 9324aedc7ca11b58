"""What the child writes down as it goes, so that nothing learned is lost when it is stopped."""

from __future__ import annotations

import json
from pathlib import Path

from .findings import Report

RESULT, STAGE = "result.json", "stage.txt"


class Notebook:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def stage(self, words: str) -> None:
        """Say what begins now; ``words`` finish the sentence "We stopped while ..."."""
        self._put(STAGE, words)

    def keep(self, report: Report) -> None:
        self._put(RESULT, json.dumps(report.to_json()))

    def _put(self, name: str, text: str) -> None:
        # Written aside and renamed: a reader never meets half a report.
        aside = self._folder / f"{name}.new"
        aside.write_text(text, encoding="utf-8")
        aside.replace(self._folder / name)
