"""The one style sheet: its weight, where its fonts come from, and that ink stays readable on paper."""

import gzip
import re
from pathlib import Path

import brotli
import pytest

ROOT = Path(__file__).resolve().parents[3]


SHEET = (ROOT / "static" / "css" / "site.css").read_text()
SECOND = {"editor.css": "policy/staff", "tables.css": "tables"}
"""Where staff write the policy, and where they edit the tables: each sheet with the folder of its templates."""
Colors = dict[str, str]


def test_there_is_one_style_sheet_and_it_is_light() -> None:
    """Two desks of staff load a small second one each, which nobody else has to fetch."""
    sheets = {path.name: path.read_bytes() for path in (ROOT / "static" / "css").iterdir()}
    assert set(sheets) == {"site.css", *SECOND}
    assert len(gzip.compress(sheets["site.css"], 9)) <= 9_000
    assert {name for name in SECOND if len(brotli.compress(sheets["site.css"] + sheets[name])) > 9_000} == set()


@pytest.mark.parametrize(("sheet", "desk"), SECOND.items())
def test_only_its_own_desk_loads_a_second_style_sheet(sheet: str, desk: str) -> None:
    templates = ROOT / "templates"
    loading = {path.relative_to(templates).parent for path in templates.rglob("*.html") if sheet in path.read_text()}
    assert loading == {Path(desk)}


def test_every_address_in_the_sheet_is_a_file_of_ours() -> None:
    addresses = re.findall(r'url\("([^"]+)"\)', SHEET)
    assert addresses
    assert [item for item in addresses if not (ROOT / "static" / "css" / item).resolve().is_file()] == []


@pytest.mark.parametrize("font", sorted((ROOT / "static" / "fonts").glob("*.woff2")), ids=lambda path: path.name)
def test_each_font_has_its_licence_beside_it(font: Path) -> None:
    licence = font.with_name(font.name.partition("-")[0] + "-LICENSE.txt")
    assert "SIL Open Font License" in licence.read_text()


def schemes() -> dict[str, Colors]:
    """The colour tokens of the light and the dark scheme."""
    blocks = re.findall(r":root \{(.*?)\}", SHEET, re.DOTALL)
    light, dark = (dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", block)) for block in blocks[:2])
    return {"light": light, "dark": light | dark}


PAIRS = [
    (ink, ground)
    for ink in ("ink", "soft", "reflex", "cyan-text", "red-text", "green-text")
    for ground in ("paper", "sheet", "kraft-tint", "cyan-tint", "red-tint", "green-tint")
    if ink in {"ink", "soft"} or ground in {"paper", "sheet", ink.replace("text", "tint")}
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(scheme: str, ink: str, ground: str) -> None:
    colors = schemes()[scheme]
    assert contrast(colors[ink], colors[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_edges_of_boxes_stand_out_from_the_page(scheme: str) -> None:
    colors = schemes()[scheme]
    assert contrast(colors["edge"], colors["paper"]) >= 3
    assert contrast(colors["edge"], colors["sheet"]) >= 3


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2."""
    darker, lighter = sorted(luminance(color) for color in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(color: str) -> float:
    digits = color[1:] if len(color) == 7 else "".join(digit * 2 for digit in color[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
