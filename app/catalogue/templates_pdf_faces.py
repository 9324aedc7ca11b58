"""What the template of a piece shows, face by face: trim, bleed, safe margin, folds, spine, holes.

Lengths are inches from the top left corner of the face's trim. The drawing is in `templates_pdf`.
"""

from dataclasses import dataclass, replace
from itertools import pairwise

from app.catalogue.spec import Spec, color_of, flat_size, folds, product_of, stock_of
from app.catalogue.tables import PriceTables, Product

CORNERS = {"round-1-8": 0.125, "round-1-4": 0.25}
DRILL, FROM_EDGE, BINDER, SMALL_BINDER = 0.25, 0.375, 4.25, 2.75
"""Holes: their diameter, their distance from the edge, and how far apart the holes of ring binders are."""
PUNCHED, GLUE, PRINTED_SPINE = 0.375, 0.25, 0.125
"""What the holes of a coil and the glue of a pad take from the page, and the least spine that takes print."""


def inches(length: float) -> str:
    """To a ten-thousandth, without needless zeros: `3.6875`, `11`."""
    return f"{length:.4f}".rstrip("0").rstrip(".")


@dataclass(frozen=True)
class Stroke:
    """A line across a face: `kind` is fold, perforation, spine or binding."""

    kind: str
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Note:
    """Words in the middle of a part of the face."""

    x: float
    y: float
    words: str


@dataclass(frozen=True)
class Hole:
    """A drilled hole around `x`, `y`."""

    x: float
    y: float
    diameter: float


@dataclass(frozen=True)
class Margins:
    """The safe margin along each edge."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def even(cls, all_round: float) -> "Margins":
        return cls(all_round, all_round, all_round, all_round)


@dataclass(frozen=True)
class Face:
    """One page of the template. `corner` is the radius of its corners; `oval` cuts the largest ellipse."""

    title: str
    width: float
    height: float
    bleed: float
    safe: Margins
    strokes: tuple[Stroke, ...] = ()
    notes: tuple[Note, ...] = ()
    holes: tuple[Hole, ...] = ()
    corner: float = 0
    oval: bool = False
    remarks: tuple[str, ...] = ()

    @property
    def trim_words(self) -> str:
        return f"{inches(self.width)} × {inches(self.height)}"


def faces(spec: Spec, tables: PriceTables) -> tuple[Face, ...]:
    """The faces of a specification: front and back, or the pages of a book and its cover."""
    product = product_of(spec, tables)
    if spec.pages:
        return _book(spec, product, tables)
    front = _front(spec, product, tables)
    if product.model == "flat" and "fold" in {stroke.kind for stroke in front.strokes if stroke.y1 == stroke.y2}:
        front = turned(front)
    if color_of(spec, tables).printed_sides == 1:
        return (front,)
    title = "side two" if front.strokes else "back"
    return front, mirrored(front, title)


def mirrored(face: Face, title: str) -> Face:
    """The other side of the sheet: what is left on one side is right on the other."""
    wide, safe = face.width, face.safe
    return replace(
        face,
        title=title,
        safe=Margins(safe.right, safe.top, safe.left, safe.bottom),
        strokes=tuple(replace(line, x1=wide - line.x2, x2=wide - line.x1) for line in face.strokes),
        notes=tuple(replace(note, x=wide - note.x) for note in face.notes),
        holes=tuple(replace(hole, x=wide - hole.x) for hole in face.holes),
    )


def turned(face: Face) -> Face:
    """The same face sideways, as folded sheets are laid out: panels beside each other, not on top."""
    return replace(
        face,
        width=face.height,
        height=face.width,
        safe=Margins(face.safe.top, face.safe.left, face.safe.bottom, face.safe.right),
        strokes=tuple(Stroke(one.kind, one.y1, one.x1, one.y2, one.x2) for one in face.strokes),
        notes=tuple(replace(note, x=note.y, y=note.x) for note in face.notes),
        holes=tuple(replace(hole, x=hole.y, y=hole.x) for hole in face.holes),
    )


def _front(spec: Spec, product: Product, tables: PriceTables) -> Face:
    width, height = (float(side) for side in flat_size(spec, tables))
    strokes, notes = _folded(spec, tables, width, height)
    if spec.choice("perforation") not in {"", "none"}:
        strokes += (Stroke("perforation", 0, height * 2 / 3, width, height * 2 / 3),)
    if product.model == "notepad":
        strokes += (Stroke("binding", 0, GLUE, width, GLUE),)
    return Face(
        title="side one" if strokes else "front",
        width=width,
        height=height,
        bleed=float(product.bleed_in),
        safe=Margins.even(float(product.safe_in)),
        strokes=strokes,
        notes=notes,
        holes=_holes(spec, width, height),
        corner=CORNERS.get(spec.choice("corners"), 0),
        oval=spec.choice("shape") == "circle",
        remarks=_remarks(spec),
    )


def _folded(
    spec: Spec, tables: PriceTables, width: float, height: float
) -> tuple[tuple[Stroke, ...], tuple[Note, ...]]:
    """The fold lines, and the length of each panel between them; the shorter ones fold in."""
    strokes: list[Stroke] = []
    notes: list[Note] = []
    lines = folds(spec, tables)
    for direction, whole in (("vertical", width), ("horizontal", height)):
        at = [float(fold.at_in) for fold in lines if fold.direction == direction]
        upright = direction == "vertical"
        strokes += [Stroke("fold", x, 0, x, height) if upright else Stroke("fold", 0, x, width, x) for x in at]
        edges = [0.0, *at, whole]
        panels = [after - before for before, after in pairwise(edges)] if at else []
        for start, panel in zip(edges, panels, strict=False):
            middle = start + panel / 2
            words = f"{inches(panel)} in."
            aside = width / 4 if any(fold.direction == "vertical" for fold in lines) else width / 2
            notes.append(Note(middle, height / 2, words) if upright else Note(aside, middle, words))
    return tuple(strokes), tuple(notes)


def _holes(spec: Spec, width: float, height: float) -> tuple[Hole, ...]:
    """One hole at the top, or three along the left edge, as a ring binder takes them."""
    if spec.choice("drill") not in {"", "none"}:
        return (Hole(width / 2, FROM_EDGE, DRILL),)
    if spec.choice("drill_three") in {"", "none"}:
        return ()
    apart = BINDER if height > 2 * (BINDER + FROM_EDGE) else SMALL_BINDER
    return tuple(Hole(FROM_EDGE, height / 2 + step * apart, DRILL) for step in (-1, 0, 1))


def _remarks(spec: Spec) -> tuple[str, ...]:
    if spec.choice("shape") == "contour":
        return ("Draw the contour of your sticker as one closed line in a spot ink named DIE.",)
    return ()


def _book(spec: Spec, product: Product, tables: PriceTables) -> tuple[Face, ...]:
    """A right-hand and a left-hand page; for a glued book the whole cover with its spine."""
    width, height = float(spec.width_in), float(spec.height_in)
    safe, bound = float(product.safe_in), float(product.spine_safe_in or product.safe_in)
    top = product.model == "calendar"
    margins = Margins(safe, bound, safe, safe) if top else Margins(bound, safe, safe, safe)
    punched = PUNCHED if product.model in {"coil", "wire"} or spec.choice("binding") == "wire" else 0.0
    edge = Stroke("binding", 0, punched, width, punched) if top else Stroke("binding", punched, 0, punched, height)
    right = Face(
        title="a page" if top else "right-hand page",
        width=width,
        height=height,
        bleed=float(product.bleed_in),
        safe=margins,
        strokes=(edge,) if punched else (),
        holes=_holes(spec, width, height),
        remarks=("One PDF of single pages, in the order of reading. Page 1 is the front cover.",),
    )
    pages = (right,) if top else (right, mirrored(right, "left-hand page"))
    return (*pages, _cover(spec, right, tables)) if product.model == "perfect" else pages


def _cover(spec: Spec, page: Face, tables: PriceTables) -> Face:
    """Back, spine and front of a glued book side by side, seen from outside."""
    paper = stock_of(spec, tables)
    spine = round(spec.pages / 2 * float(paper.caliper_in), 4)
    left, right = page.width, page.width + spine
    remarks = [f"The spine is {spine:.3f} in. for {spec.pages} pages on {paper.name}: other pages or paper move it."]
    if spine < PRINTED_SPINE:
        remarks.append("A spine under 1/8 in. is too thin to print on.")
    remarks.append("A guide to the whole cover. In your file each cover page is a page of its own.")
    middle = page.height / 2
    return Face(
        title="cover from outside",
        width=round(2 * page.width + spine, 4),
        height=page.height,
        bleed=page.bleed,
        safe=Margins.even(page.safe.right),
        strokes=tuple(Stroke("spine", x, 0, x, page.height) for x in (left, right)),
        notes=(Note(left / 2, middle, "Back"), Note(right + left / 2, middle, "Front")),
        remarks=tuple(remarks),
    )
