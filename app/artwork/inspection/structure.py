"""The file as a whole: its version, its page count, and what print cannot use."""

from __future__ import annotations

from typing import Any

import pikepdf

from .findings import Finding, Severity
from .request import Needs

OLDEST, NEWEST = (1, 3), (2, 0)


def judge_version(version: str) -> list[Finding]:
    try:
        major, minor = (int(part) for part in version.split("."))
    except ValueError:
        major, minor = 0, 0
    if OLDEST <= (major, minor) <= NEWEST:
        return []
    return [
        Finding(
            "version",
            Severity.MAY_PROCEED,
            f"The file calls itself PDF {version[:8] or 'of no version'}. We know PDF 1.3 to 2.0, and read it as such.",
            "Export it again as PDF 1.4 or later, best with the preset PDF/X-4.",
            measured=version[:8],
            limit="1.3 to 2.0",
        )
    ]


def judge_page_count(count: int, needs: Needs | None, most: int) -> list[Finding]:
    if count == 0:
        return [_count("The file has no pages.", "Export it again and check that it opens on your screen.", 0)]
    if count > most:
        return [
            _count(
                f"The file has {count:,} pages. We check up to {most:,} in one file, so we stopped there.",
                "If this is many pieces in one file, split it into one file for each piece. "
                "If it really is one long book, ask us for a quote.",
                count,
                f"{most:,}",
            )
        ]
    if needs is None or needs.pages is None or needs.pages == count:
        return []
    how = "Export only the pages of this piece." if count > needs.pages else "Export all pages into one file."
    if needs.pages == 2:
        how = "Send one PDF of two pages: page 1 is the front, page 2 the back."
    elif needs.pages == 1:
        how = "Export only the printed side, or choose printing on both sides."
    said = f"The file has {_pages(count)}, and this product takes {_pages(needs.pages)}."
    return [_count(said, how, count, str(needs.pages))]


def judge_extras(pdf: pikepdf.Pdf) -> list[Finding]:
    """Form fields and scripts: allowed in the file, never kept for print."""
    findings: list[Finding] = []
    form = _dictionary(pdf.Root.get("/AcroForm"))
    if "/XFA" in form:
        findings.append(
            Finding(
                "form",
                Severity.MUST_FIX,
                "The file is a fill-in form of a kind (XFA) that prints as an empty notice.",
                "Open it in Acrobat or its own program and print it to a new PDF.",
            )
        )
    elif len(_array(form.get("/Fields"))):
        findings.append(
            Finding(
                "form",
                Severity.MAY_PROCEED,
                "The file has form fields. They are printed as they look now, and cannot be filled in.",
                "To be sure of their look, print the file to a new PDF, or flatten the fields in Acrobat.",
            )
        )
    if _has_scripts(pdf):
        findings.append(
            Finding(
                "scripts",
                Severity.MAY_PROCEED,
                "The file holds scripts. We never run them, and they are not kept for print.",
                "Nothing to do. To remove them in Acrobat: Print Production, Preflight, Remove JavaScripts.",
            )
        )
    return findings


def has_output_intent(pdf: pikepdf.Pdf) -> bool:
    return len(_array(pdf.Root.get("/OutputIntents"))) > 0


def _count(sentence: str, how: str, count: int, limit: str = "") -> Finding:
    return Finding("page_count", Severity.MUST_FIX, sentence, how, measured=str(count), limit=limit)


def _pages(count: int) -> str:
    return "1 page" if count == 1 else f"{count:,} pages"


def _has_scripts(pdf: pikepdf.Pdf) -> bool:
    root = pdf.Root
    action = _dictionary(root.get("/OpenAction"))
    names = _dictionary(root.get("/Names"))
    return action.get("/S") == "/JavaScript" or "/JavaScript" in names or "/AA" in root


def _dictionary(value: Any) -> Any:
    return value if isinstance(value, pikepdf.Dictionary) else pikepdf.Dictionary()


def _array(value: Any) -> Any:
    return value if isinstance(value, pikepdf.Array) else pikepdf.Array()
