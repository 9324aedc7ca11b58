"""Draws the template of a piece as a PDF to lay artwork on: lines in spot inks of their own, on a layer that
does not print, with TrimBox and BleedBox set and the legend outside the trim. The same faces give the same bytes.
"""

import io
from functools import lru_cache
from pathlib import Path

import pikepdf
import reportlab
from pikepdf import Array, Dictionary, Name, Pdf, String
from reportlab.lib.colors import CMYKColorSep
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from app.catalogue.templates_pdf_faces import Face, Stroke

POINTS = 72
FONT, BOLD = "Template", "TemplateBold"
LAYER = "Template, do not print"
FONTS = Path(reportlab.__file__).parent / "fonts"
AROUND, BELOW, NARROWEST = 0.5, 1.55, 4.75
"""The white around the bleed, the room below it for the legend, and the least width of a page, in inches."""
INKS = {
    "trim": CMYKColorSep(0, 0, 0, 1, spotName="Template trim"),
    "bleed": CMYKColorSep(0, 0.9, 0.8, 0, spotName="Template bleed"),
    "safe": CMYKColorSep(0.8, 0, 0.9, 0.2, spotName="Template safe"),
    "fold": CMYKColorSep(1, 0.5, 0, 0, spotName="Template fold"),
    "perforation": CMYKColorSep(0.4, 0.9, 0, 0, spotName="Template perforation"),
    "spine": CMYKColorSep(1, 0.5, 0, 0, spotName="Template spine"),
    "binding": CMYKColorSep(0, 0.5, 1, 0.1, spotName="Template binding"),
    "hole": CMYKColorSep(0, 0.5, 1, 0.1, spotName="Template hole"),
}
DASHES = {"bleed": (5, 2), "safe": (1, 2), "fold": (8, 3), "perforation": (2, 2), "binding": (3, 3)}
MEANINGS = {
    "trim": "Trim: the finished edge",
    "bleed": "Bleed: let pictures and colors run to this line",
    "safe": "Safe: keep words and logos inside",
    "fold": "Fold",
    "perforation": "Perforation: move it to where you want to tear",
    "spine": "Spine",
    "binding": "Binding: keep this strip clear",
    "hole": "Hole: move it to where you want it",
}


@lru_cache(maxsize=64)
def template_pdf(name: str, faces: tuple[Face, ...]) -> bytes:
    """The PDF of those faces, one page each, under the product's name."""
    _fonts()
    made = io.BytesIO()
    canvas = Canvas(made, invariant=1, pageCompression=1)
    canvas.setTitle(f"{name}: template")
    canvas.setAuthor("Smartpress.com")
    canvas.setSubject("Lay your artwork under the lines. The lines are not printed.")
    for face in faces:
        _page(canvas, name, face)
    canvas.save()
    return _layered(made.getvalue())


@lru_cache(maxsize=1)
def _fonts() -> None:
    """Fonts are embedded: a file with a missing font would fail our own check."""
    pdfmetrics.registerFont(TTFont(FONT, FONTS / "Vera.ttf"))
    pdfmetrics.registerFont(TTFont(BOLD, FONTS / "VeraBd.ttf"))


def _page(canvas: Canvas, name: str, face: Face) -> None:
    scale = min(max(1.0, face.width / 11), 6.0)
    wide = max(face.width + 2 * (face.bleed + AROUND * scale), NARROWEST * scale)
    high = face.height + 2 * face.bleed + (AROUND + BELOW) * scale
    left, bottom = (wide - face.width) / 2, BELOW * scale + face.bleed
    canvas.setPageSize((wide * POINTS, high * POINTS))
    trim = _box(left, bottom, face.width, face.height)
    canvas.setTrimBox(trim)
    canvas.setBleedBox(_box(left - face.bleed, bottom - face.bleed, face.width + 2 * face.bleed, _tall(face)))
    canvas.saveState()
    canvas.translate(left * POINTS, bottom * POINTS)
    _bleed_and_marks(canvas, face, scale)
    _outlines(canvas, face, scale)
    _inside(canvas, face, scale)
    canvas.restoreState()
    _legend(canvas, name, face, scale, (wide - max(face.width, NARROWEST * scale - 0.5)) / 2)
    canvas.showPage()


def _tall(face: Face) -> float:
    return face.height + 2 * face.bleed


def _box(x: float, y: float, width: float, height: float) -> tuple[float, float, float, float]:
    return x * POINTS, y * POINTS, (x + width) * POINTS, (y + height) * POINTS


def _pen(canvas: Canvas, kind: str, scale: float, width: float = 0.6) -> None:
    canvas.setStrokeColor(INKS[kind])
    canvas.setLineWidth(width * scale)
    canvas.setDash([part * scale for part in DASHES[kind]] if kind in DASHES else [])


def _bleed_and_marks(canvas: Canvas, face: Face, scale: float) -> None:
    """The bleed's edge, and crop marks beyond it."""
    width, height, bleed = face.width * POINTS, face.height * POINTS, face.bleed * POINTS
    if bleed:
        _pen(canvas, "bleed", scale)
        canvas.rect(-bleed, -bleed, width + 2 * bleed, height + 2 * bleed)
    _pen(canvas, "trim", scale, 0.35)
    near, far = bleed + 4 * scale, bleed + 20 * scale
    for x in (0, width):
        canvas.line(x, -far, x, -near)
        canvas.line(x, height + near, x, height + far)
    for y in (0, height):
        canvas.line(-far, y, -near, y)
        canvas.line(width + near, y, width + far, y)


def _outlines(canvas: Canvas, face: Face, scale: float) -> None:
    """The cut edge, and the safe line inside it."""
    width, height, safe = face.width * POINTS, face.height * POINTS, face.safe
    x, y = safe.left * POINTS, safe.bottom * POINTS
    inner = (x, y, width - x - safe.right * POINTS, height - y - safe.top * POINTS)
    for kind, box in (("trim", (0.0, 0.0, width, height)), ("safe", inner)):
        _pen(canvas, kind, scale)
        if face.oval:
            canvas.ellipse(box[0], box[1], box[0] + box[2], box[1] + box[3])
        elif face.corner:
            canvas.roundRect(*box, max(face.corner * POINTS - (x if kind == "safe" else 0), 1))
        else:
            canvas.rect(*box)


def _inside(canvas: Canvas, face: Face, scale: float) -> None:
    """Folds, perforations, spine and holes, and the words in the parts between them."""
    high = face.height * POINTS
    for stroke in face.strokes:
        _stroke(canvas, stroke, high, face.bleed * POINTS, scale)
    _pen(canvas, "hole", scale)
    for hole in face.holes:
        canvas.circle(hole.x * POINTS, high - hole.y * POINTS, hole.diameter * POINTS / 2)
    canvas.setFillColor(INKS["trim"], alpha=1)
    for note in face.notes:
        canvas.setFont(FONT, 6.5 * scale)
        canvas.drawCentredString(note.x * POINTS, high - note.y * POINTS, note.words)


def _stroke(canvas: Canvas, stroke: Stroke, high: float, bleed: float, scale: float) -> None:
    """A line that runs out over the bleed and a little beyond, so that it can be found with artwork under it."""
    over = bleed + 12 * scale
    across = stroke.y1 == stroke.y2
    x1, x2 = stroke.x1 * POINTS, stroke.x2 * POINTS
    y1, y2 = high - stroke.y1 * POINTS, high - stroke.y2 * POINTS
    _pen(canvas, stroke.kind, scale)
    if stroke.kind == "binding":
        canvas.line(x1, y1, x2, y2)
    elif across:
        canvas.line(x1 - over, y1, x2 + over, y2)
    else:
        canvas.line(x1, y1 + over, x2, y2 - over)


def _legend(canvas: Canvas, name: str, face: Face, scale: float, left: float) -> None:
    """What the lines mean, below everything that is cut."""
    x, y = left * POINTS, (BELOW - 0.42) * POINTS * scale
    canvas.setFillColor(INKS["trim"])
    canvas.setFont(BOLD, 9 * scale)
    canvas.drawString(x, y, f"{name}: {face.title}, {face.trim_words} in.")
    kinds = ["trim", *(["bleed"] if face.bleed else []), "safe"]
    kinds += sorted({stroke.kind for stroke in face.strokes}) + (["hole"] if face.holes else [])
    for kind in kinds:
        y -= 11 * scale
        _pen(canvas, kind, scale, 1)
        canvas.line(x, y + 2.5 * scale, x + 26 * scale, y + 2.5 * scale)
        canvas.setFont(FONT, 7 * scale)
        canvas.drawString(x + 32 * scale, y, MEANINGS[kind])
    for words in (*face.remarks, "Delete or hide this layer before you save your file."):
        y -= 11 * scale
        canvas.drawString(x, y, words)


def _layered(drawn: bytes) -> bytes:
    """The same pages with everything on one layer that shows on screen and does not print."""
    with Pdf.open(io.BytesIO(drawn)) as pdf:
        layer = pdf.make_indirect(
            Dictionary(
                Type=Name.OCG,
                Name=String(LAYER),
                Usage=Dictionary(Print=Dictionary(PrintState=Name.OFF), View=Dictionary(ViewState=Name.ON)),
            )
        )
        applied = [Dictionary(Event=event, Category=Array([kind]), OCGs=Array([layer])) for event, kind in EVENTS]
        pdf.Root.OCProperties = Dictionary(
            OCGs=Array([layer]), D=Dictionary(ON=Array([layer]), Order=Array([layer]), AS=Array(applied))
        )
        for page in pdf.pages:
            page.Resources.Properties = Dictionary(Template=layer)
            page.contents_add(b"/OC /Template BDC", prepend=True)
            page.contents_add(b"EMC")
        made = io.BytesIO()
        pdf.save(made, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return made.getvalue()


EVENTS = ((Name.View, Name.View), (Name.Print, Name.Print), (Name.Export, Name.View))
