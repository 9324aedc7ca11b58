"""Print files made for the tests: business cards, and files that are broken or hostile in one way each."""

import io
import zlib
from collections.abc import Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name

CARD = (252.0, 144.0)
CARD_WITH_BLEED = (270.0, 162.0)
RED_ALL_OVER = b"1 0 0 rg -500 -500 5000 5000 re f"
RED_INSIDE = b"1 0 0 rg 60 40 100 50 re f"
SOME_TEXT = b"BT /F1 12 Tf 60 60 Td (Press) Tj ET"
HELVETICA = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)


def saved(pdf: pikepdf.Pdf, **how: object) -> bytes:
    into = io.BytesIO()
    how.setdefault("deterministic_id", "encryption" not in how)
    pdf.save(into, **how)  # type: ignore[arg-type]
    return into.getvalue()


def document(
    sizes: Sequence[tuple[float, float]] = (CARD_WITH_BLEED,), content: bytes = RED_ALL_OVER, **boxes: Sequence[float]
) -> pikepdf.Pdf:
    """One page for each size, all with the same content; `TrimBox=[...]` and other keys go into each page."""
    pdf = pikepdf.new()
    for size in sizes:
        page = pdf.add_blank_page(page_size=size)
        page.obj.Contents = pdf.make_stream(content)
        for name, box in boxes.items():
            page.obj[f"/{name}"] = Array(list(box)) if isinstance(box, list | tuple) else box
    return pdf


def card(content: bytes = RED_ALL_OVER, sides: int = 1) -> bytes:
    """A business card with bleed, ready for print."""
    return saved(document([CARD_WITH_BLEED] * sides, content))


def form(pdf: pikepdf.Pdf, content: bytes, **resources: object) -> pikepdf.Object:
    """A form XObject."""
    stream = pdf.make_stream(content)
    stream.Type, stream.Subtype, stream.BBox = Name.XObject, Name.Form, Array([0, 0, 270, 162])
    stream.Resources = Dictionary(**resources)
    return pdf.make_indirect(stream)


def with_text_in_nested_forms(depth: int) -> bytes:
    """Text in Helvetica, which is not embedded, `depth` forms below the page."""
    pdf = document(content=b"/X Do")
    inner = form(pdf, SOME_TEXT, Font=Dictionary(F1=HELVETICA))
    for _ in range(depth - 1):
        inner = form(pdf, b"/X Do", XObject=Dictionary(X=inner))
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(X=inner))
    return saved(pdf)


def with_text_in(place: str) -> bytes:
    """Text in Helvetica where only a careful look finds it."""
    pdf = document(content=b"/P gs" if place == "a soft mask" else b"")
    text = form(pdf, SOME_TEXT, Font=Dictionary(F1=HELVETICA))
    page = pdf.pages[0].obj
    if place == "a soft mask":
        page.Resources = Dictionary(ExtGState=Dictionary(P=Dictionary(SMask=Dictionary(S=Name.Luminosity, G=text))))
    elif place == "a pattern":
        text.PatternType = 1
        page.Resources = Dictionary(Pattern=Dictionary(P=text))
    elif place == "an annotation":
        page.Annots = Array([Dictionary(Subtype=Name.Stamp, Rect=Array([0, 0, 9, 9]), AP=Dictionary(N=text))])
    else:
        states = Dictionary(On=text)
        page.Annots = Array([Dictionary(Subtype=Name.Stamp, Rect=Array([0, 0, 9, 9]), AP=Dictionary(N=states))])
    return saved(pdf)


def drawing_itself() -> bytes:
    """A form that draws itself."""
    pdf = document(content=b"/X Do")
    endless = form(pdf, b"/X Do")
    endless.Resources = Dictionary(XObject=Dictionary(X=endless))
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(X=endless))
    return saved(pdf)


def many_pages(count: int) -> bytes:
    return saved(document([CARD] * count, b""))


def locked(user: str) -> bytes:
    """Encrypted; with `user` empty it opens without a password."""
    return saved(document(), encryption=pikepdf.Encryption(owner="keeper", user=user))


def bomb() -> bytes:
    """A few kilobytes that unpack to two gigabytes of page content."""
    packer = zlib.compressobj(9)
    mebibyte = b" " * (1 << 20)
    once = b"".join(packer.compress(mebibyte) for _ in range(2048)) + packer.flush()
    pdf = document()
    stream = pikepdf.Stream(pdf, zlib.compress(once, 9))
    stream.Filter = Array([Name.FlateDecode, Name.FlateDecode])
    pdf.pages[0].obj.Contents = pdf.make_indirect(stream)
    return saved(pdf, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def endless() -> bytes:
    """A shading whose function takes minutes for one picture."""
    pdf = document(content=b"/S sh")
    function = pdf.make_stream(b"{ pop " + b"sin cos " * 200_000 + b"}")
    function.FunctionType, function.Domain, function.Range = 4, Array([0, 1, 0, 1]), Array([-1, 1])
    shading = Dictionary(
        ShadingType=1,
        ColorSpace=Name.DeviceGray,
        Domain=Array([0, 1, 0, 1]),
        Matrix=Array([270, 0, 0, 162, 0, 0]),
        Function=pdf.make_indirect(function),
    )
    pdf.pages[0].obj.Resources = Dictionary(Shading=Dictionary(S=shading))
    return saved(pdf)


def with_lost_table() -> bytes:
    """Whole, but the place of its cross-reference table is wrong."""
    data = saved(document(), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    start = data.rindex(b"startxref")
    return data[:start] + b"startxref\n7\n%%EOF\n"


def pages_in_a_circle() -> bytes:
    """A page tree that contains itself."""
    return (
        b"%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n"
        b"2 0 obj <</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>> endobj\n"
        b"trailer <</Root 1 0 R/Size 3>>\nstartxref\n0\n%%EOF"
    )


OTHER_KINDS = {
    "a JPEG picture": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "a PNG picture": b"\x89PNG\r\n\x1a\n\x00\x00",
    "a TIFF picture": b"II*\x00\x08\x00",
    "a Word document": b"PK\x03\x04\x14\x00\x06\x00[Content_Types].xml ... word/document.xml",
    "a PowerPoint presentation": b"PK\x03\x04\x14\x00 ppt/presentation.xml",
    "a ZIP archive": b"PK\x03\x04\x14\x00\x00\x00card.pdf",
    "an older Word, Publisher or PowerPoint document": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "an InDesign document": b"\x06\x06\xed\xf5\xd8\x1d\x46\xe5",
    "a web page (HTML)": b"\n<!DOCTYPE html><html><body>Not found",
    "an SVG drawing": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
    "plain text": "Visitenkarte für Zoë".encode(),
    "a picture from a phone (HEIC)": b"\x00\x00\x00\x18ftypheic\x00\x00",
    "an empty file (0 bytes)": b"",
    "a file of a kind we do not know": b"\x00\x01\x02\x03\x04\x05",
}
