"""Opening a file: is it a PDF, whole, and without a lock."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pikepdf

from .findings import Finding, Severity
from .kinds import PDF, Kind, ends_too_soon
from .programs import program_of

_SAVE_AGAIN = "Open the original in the program that made it, export the PDF again, and send the new file."
_REPAIRS = ("reconstruct", "damaged", "xref", "startxref")


@dataclass(frozen=True)
class Opened:
    """``pdf`` is None where nothing more can be read; ``findings`` then say why."""

    pdf: pikepdf.Pdf | None
    findings: tuple[Finding, ...] = ()
    repaired: bool = False
    encrypted: bool = False
    program: str = ""


def not_a_pdf(kind: Kind) -> Finding:
    return Finding(
        "kind",
        Severity.MUST_FIX,
        f"This is {kind.said}, not a PDF. We print from PDF.",
        kind.recipe,
        measured=kind.code,
        limit=PDF,
    )


def open_pdf(path: Path) -> Opened:
    cut = ends_too_soon(path)
    try:
        pdf = pikepdf.open(path, suppress_warnings=True)
        count = len(pdf.pages)
    except pikepdf.PasswordError:
        return Opened(None, (_locked(),), encrypted=True)
    except (pikepdf.PdfError, ValueError, RuntimeError, AttributeError, KeyError, TypeError):
        return Opened(None, (_truncated() if cut else _broken(),))
    findings: list[Finding] = []
    warnings = [str(warning) for warning in pdf.get_warnings()]
    repaired = any(trace in warning for warning in warnings for trace in _REPAIRS)
    if cut:
        findings.append(_truncated(count))
    elif repaired:
        findings.append(_mended())
    if any("MediaBox is undefined" in warning for warning in warnings):
        findings.append(_without_size())
    if pdf.is_encrypted:
        findings.append(_restricted())
    return Opened(pdf, tuple(findings), repaired, pdf.is_encrypted, _program(pdf))


def _program(pdf: pikepdf.Pdf) -> str:
    try:
        creator, producer = (str(pdf.docinfo.get(key, "")) for key in ("/Creator", "/Producer"))
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError):
        return ""
    return program_of(creator, producer)


def _locked() -> Finding:
    return Finding(
        "lock",
        Severity.MUST_FIX,
        "The file is locked with a password, so we cannot open it.",
        "Save it again without a password: in Acrobat, File, Properties, Security, No Security. "
        "Please do not send us the password.",
    )


def _restricted() -> Finding:
    return Finding(
        "lock",
        Severity.MUST_FIX,
        "The file opens, but it is encrypted and locked against changes, and so against print.",
        "Save it again without security: in Acrobat, File, Properties, Security, No Security.",
    )


def _truncated(count: int = 0) -> Finding:
    found = f" We could still read {count} of its pages, but others may be missing." if count else ""
    return Finding(
        "whole",
        Severity.MUST_FIX,
        f"The file ends too soon: the saving, a download or the upload broke off.{found}",
        "Check that the file opens on your own screen, then send it again. If it does not, export it once more.",
    )


def _broken() -> Finding:
    return Finding(
        "whole",
        Severity.MUST_FIX,
        "The file begins like a PDF, but it is damaged and cannot be read.",
        _SAVE_AGAIN,
    )


def _without_size() -> Finding:
    return Finding(
        "boxes",
        Severity.MUST_FIX,
        "The file does not say how large its pages are (a MediaBox is missing), so we took letter size.",
        "Export the file again from the program that made it; that writes its boxes afresh.",
    )


def _mended() -> Finding:
    return Finding(
        "whole",
        Severity.MAY_PROCEED,
        "The file's table of contents was damaged. We repaired it and could read the pages; "
        "please look at the pictures closely.",
        _SAVE_AGAIN,
    )
