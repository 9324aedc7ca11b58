"""Which program wrote a file, and the recipe for it.

Only the program's name from this closed list is kept: the file's own fields may hold a person's name.
"""

from __future__ import annotations

from collections.abc import Mapping

# Looked for in the Creator first, then in the Producer; the first that fits is taken.
_TRACES: tuple[tuple[str, str], ...] = (
    ("indesign", "InDesign"),
    ("illustrator", "Illustrator"),
    ("photoshop", "Photoshop"),
    ("canva", "Canva"),
    ("affinity", "Affinity"),
    ("coreldraw", "CorelDRAW"),
    ("quarkxpress", "QuarkXPress"),
    ("publisher", "Publisher"),
    ("powerpoint", "PowerPoint"),
    ("word", "Word"),
    ("excel", "Excel"),
    ("google docs", "Google Docs"),
    ("scribus", "Scribus"),
    ("inkscape", "Inkscape"),
    ("figma", "Figma"),
    ("libreoffice", "LibreOffice"),
    ("openoffice", "LibreOffice"),
    ("latex", "LaTeX"),
    ("pdftex", "LaTeX"),
    ("dvipdfm", "LaTeX"),
    ("chromium", "a web browser"),
    ("skia", "a web browser"),
    ("mozilla", "a web browser"),
    ("acrobat", "Acrobat"),
    ("distiller", "Acrobat"),
    ("quartz", "a Mac"),
    ("ghostscript", "Ghostscript"),
    ("pdftk", "pdftk"),
    ("reportlab", "ReportLab"),
    ("apache fop", "Apache FOP"),
)

_RECIPES: dict[str, dict[str, str]] = {
    "InDesign": {
        "size": "In InDesign, choose File, Document Setup and set the page to {size}. Then export again.",
        "bleed": "In InDesign, pull the artwork out to the red bleed line, then choose File, Export, "
        "Adobe PDF (Print), Marks and Bleeds, and set the bleed to {bleed} on all sides.",
        "fonts": "In InDesign, export with the preset PDF/X-4: it embeds every font.",
    },
    "Illustrator": {
        "size": "In Illustrator, choose File, Document Setup, Edit Artboards and set the artboard to {size}.",
        "bleed": "In Illustrator, set the bleed to {bleed} in File, Document Setup, pull the artwork out to the "
        "red line, and tick Use Document Bleed Settings under Marks and Bleeds when you save the PDF.",
        "fonts": "In Illustrator, select all text and choose Type, Create Outlines in a copy, or save with the "
        "preset PDF/X-4.",
    },
    "Photoshop": {
        "size": "In Photoshop, choose Image, Image Size (or Canvas Size) and set {full_size}.",
        "bleed": "In Photoshop, choose Image, Canvas Size, set {full_size}, extend the background into the new "
        "edge, and save as Photoshop PDF.",
    },
    "Word": {
        "size": "In Word, choose Layout, Size, More Paper Sizes and enter {size}. Then save as PDF again.",
        "bleed": "Word has no bleed. Choose Layout, Size, More Paper Sizes, enter {full_size}, set the margins "
        "a little wider, pull the background to the new edge, and save as PDF.",
        "fonts": "In Word, choose File, Options, Save, tick Embed fonts in the file. Then choose File, Save As, "
        "PDF, Options and tick PDF/A, which embeds every font.",
    },
    "PowerPoint": {
        "size": "In PowerPoint, choose Design, Slide Size, Custom and enter {size}.",
        "bleed": "In PowerPoint, choose Design, Slide Size, Custom, enter {full_size}, pull the background to "
        "the new edge, and save as PDF.",
        "fonts": "In PowerPoint, choose File, Save As, PDF, Options and tick PDF/A, which embeds every font.",
    },
    "Publisher": {
        "size": "In Publisher, choose Page Design, Size, Page Setup and enter {size}.",
        "bleed": "In Publisher, choose Page Design, Size, Page Setup, enter {full_size}, and pull the background "
        "to the new edge.",
        "fonts": "In Publisher, choose File, Info, Manage Embedded Fonts and tick Embed TrueType fonts.",
    },
    "Canva": {
        "size": "In Canva, choose Resize and enter {size}. Then download as PDF Print.",
        "bleed": "In Canva, choose File, View settings, Show print bleed, pull the artwork out to the edge, then "
        "Share, Download, PDF Print and tick Crop marks and bleed.",
        "fonts": "In Canva, download as PDF Print and tick Flatten PDF.",
    },
    "Affinity": {
        "size": "In Affinity, choose File, Document Setup and set the page to {size}.",
        "bleed": "In Affinity, set the bleed to {bleed} in File, Document Setup, pull the artwork out to it, and "
        "tick Include bleed when you export the PDF.",
        "fonts": "In Affinity, choose File, Export, PDF (for print), More and set Embed fonts to All fonts.",
    },
    "CorelDRAW": {
        "bleed": "In CorelDRAW, choose File, Publish to PDF, Settings, Prepress and set the bleed to {bleed}.",
        "fonts": "In CorelDRAW, choose File, Publish to PDF, Settings, Objects and tick Embed fonts.",
    },
    "LibreOffice": {
        "size": "In LibreOffice, choose Format, Page Style, Page and enter {size}.",
        "bleed": "LibreOffice has no bleed. Make the page {full_size}, pull the background to the new edge, and "
        "export as PDF.",
        "fonts": "In LibreOffice, choose File, Export As, PDF and tick Archive (PDF/A), which embeds every font.",
    },
    "Scribus": {
        "bleed": "In Scribus, set the bleed to {bleed} in File, Document Setup, and tick Use Document Bleeds "
        "under Pre-Press when you export the PDF.",
        "fonts": "In Scribus, choose File, Export, Save as PDF, Fonts and press Embed All.",
    },
    "Inkscape": {
        "size": "In Inkscape, choose File, Document Properties and set the page to {size}.",
        "bleed": "In Inkscape, make the page {full_size} in File, Document Properties, and pull the artwork out to "
        "the new edge.",
        "fonts": "In Inkscape, choose Convert text to paths when you save the PDF.",
    },
    "Acrobat": {
        "fonts": "In Acrobat, choose Print Production, Preflight, and run the fixup Embed missing fonts.",
    },
    "LaTeX": {
        "size": "With LaTeX, set the page with the geometry package: {size}.",
        "bleed": "With LaTeX, make the page {full_size}, for instance with the crop or geometry package.",
    },
}
_RECIPES["Excel"] = {"fonts": _RECIPES["Word"]["fonts"].replace("Word", "Excel")}

_ANY: dict[str, str] = {
    "size": "Set the page to {size}, plus {bleed} of bleed on each side ({full_size} in all), and export again.",
    "bleed": "Make the page {full_size}, pull backgrounds and pictures out to its edge, and export again.",
    "fonts": "Export again with every font embedded (the preset PDF/X-4 or PDF/A does that), or turn the text "
    "into outlines.",
}


def program_of(creator: str, producer: str) -> str:
    """The known program that wrote a file, or "" where it is not one we know."""
    for field in (creator.lower(), producer.lower()):
        for trace, name in _TRACES:
            if trace in field:
                return name
    return ""


def recipe(topic: str, program: str, values: Mapping[str, str]) -> str:
    """How to mend ``topic`` ("size", "bleed" or "fonts") in ``program``; a general recipe where unknown."""
    return _RECIPES.get(program, {}).get(topic, _ANY[topic]).format_map(values)
