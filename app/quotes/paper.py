"""A quote on paper: letter size, in the shop's own typeface, as many pages as its jobs need."""

from collections.abc import Iterator
from io import BytesIO

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import LETTER
from reportlab.pdfgen.canvas import Canvas

from app.foundation import rules
from app.foundation.clock import spoken_date
from app.foundation.money import dollars
from app.quotes.fonts import STRONG, TEXT, printable, signs, width
from app.quotes.views import LineView, QuoteView

WIDTH, HEIGHT = LETTER
MARGIN, FOOT = 54.0, 84.0
INK, QUIET, RULE = HexColor("#17161c"), HexColor("#55535e"), HexColor("#d9d4c7")
BANDS = (HexColor("#009fe3"), HexColor("#e4002b"), HexColor("#ffd100"))
LACKING = "A sign that our typeface lacks is shown as ?; the page of this quote on our site shows all of them."


class Sheet:
    """A page that is written from the top; a new one begins where there is no more room."""

    def __init__(self, title: str) -> None:
        signs()
        self.made = BytesIO()
        self.canvas = Canvas(self.made, pagesize=LETTER, invariant=1)
        self.title, self.pages, self.whole = title, 0, True
        self.canvas.setTitle(title)
        self.canvas.setAuthor(rules.text("company.name"))
        self.canvas.setCreator(rules.text("company.name"))
        self._begin()

    def _begin(self) -> None:
        self.pages += 1
        for place, color in enumerate(BANDS):
            self.canvas.setFillColor(color)
            self.canvas.rect(MARGIN + place * 60, HEIGHT - 40, 60, 5, stroke=0, fill=1)
        self.y = HEIGHT - 70
        if self.pages > 1:
            self.text(f"{self.title}, continued", size=9, color=QUIET)
            self.down(10)

    def text(
        self,
        words: str,
        *,
        x: float = MARGIN,
        size: float = 10,
        font: str = TEXT,
        color: Color = INK,
        right: str = "",
        wide: float = WIDTH - 2 * MARGIN,
    ) -> None:
        """Words from `x` on, broken into lines where they are too long; `right` stands at the margin of the first."""
        room = wide - (width(right, font, size) + 18 if right else 0)
        for place, line in enumerate(self._lines(words, font, size, room)):
            self.need(size * 1.4)
            self.canvas.setFont(font, size)
            self.canvas.setFillColor(color)
            self.canvas.drawString(x, self.y, line)
            if right and place == 0:
                self.canvas.drawRightString(x + wide, self.y, right)
            self.y -= size * 1.4

    def _lines(self, words: str, font: str, size: float, room: float) -> Iterator[str]:
        words, whole = printable(words)
        self.whole = self.whole and whole
        line = ""
        for word in words.split():
            longer = f"{line} {word}".strip()
            if width(longer, font, size) <= room:
                line = longer
                continue
            if line:
                yield line
            line = word
            while width(line, font, size) > room and len(line) > 1:
                cut = next(n for n in range(len(line) - 1, 0, -1) if n == 1 or width(line[:n], font, size) <= room)
                yield line[:cut]
                line = line[cut:]
        yield line

    def need(self, height: float) -> None:
        """Begin a new page unless so much room is left."""
        if self.y - height < FOOT:
            self._foot()
            self.canvas.showPage()
            self._begin()

    def down(self, points: float) -> None:
        self.y -= points

    def rule(self) -> None:
        """A thin line across."""
        self.canvas.setStrokeColor(RULE)
        self.canvas.line(MARGIN, self.y + 6, WIDTH - MARGIN, self.y + 6)
        self.down(10)

    def _foot(self) -> None:
        company = ", ".join(rules.text(f"company.{name}") for name in ("legal-name", "street", "city-line"))
        words, _ = printable(company)
        self.canvas.setFont(TEXT, 8)
        self.canvas.setFillColor(QUIET)
        self.canvas.drawString(MARGIN, 40, words)
        self.canvas.drawRightString(WIDTH - MARGIN, 40, f"Page {self.pages}")
        if not self.whole:
            self.canvas.drawString(MARGIN, 52, LACKING)

    def finished(self) -> bytes:
        """The whole PDF."""
        self._foot()
        self.canvas.save()
        return self.made.getvalue()


def quote_pdf(quote: QuoteView, customer: str) -> bytes:
    """The quote as a PDF; `customer` is whom it is for, empty where that is nobody's business."""
    sheet = Sheet(f"Quote {quote.shown}")
    sheet.text(rules.text("company.name"), size=11, font=STRONG)
    sheet.down(14)
    sheet.text(f"Quote {quote.shown}", size=26, font=STRONG)
    sheet.down(6)
    sheet.text(quote.name, size=13)
    sheet.down(4)
    made, until = spoken_date(quote.created_at), spoken_date(quote.valid_until)
    sheet.text(f"Made on {made}. The prices hold until {until}.", color=QUIET)
    if customer:
        sheet.text(f"For {customer}", color=QUIET)
    sheet.down(14)
    for line in quote.lines:
        _job(sheet, line)
    _sums(sheet, quote)
    return sheet.finished()


def _job(sheet: Sheet, line: LineView) -> None:
    sheet.need(90)
    sheet.rule()
    sheet.down(4)
    sheet.text(line.name, size=12, font=STRONG, right=dollars(line.cents))
    sheet.text(f"{line.quantity:,} {line.product_name}", color=QUIET)
    sheet.down(3)
    words = "; ".join(f"{term}: {value}" for term, value in line.words if term != "Quantity")
    sheet.text(words, size=9.5, wide=400)
    sheet.down(3)
    for label, cents in line.lines:
        sheet.text(label, x=MARGIN + 12, size=9, color=QUIET, right=dollars(cents), wide=300)
    sheet.down(10)


def _sums(sheet: Sheet, quote: QuoteView) -> None:
    sheet.need(120)
    sheet.rule()
    sheet.down(4)
    if quote.whole:
        rows = [("Goods", quote.goods_cents), (quote.shipping_label, quote.shipping_cents), *quote.tax_lines]
        for label, cents in rows:
            sheet.text(label, right=dollars(cents))
    sheet.down(4)
    sheet.text("Total" if quote.whole else "Total of the goods", size=14, font=STRONG, right=dollars(quote.total_cents))
    sheet.down(4)
    if quote.delivery is not None:
        sheet.text(f"Delivered to {', '.join(quote.delivery.lines())}.", size=9, color=QUIET)
    if not quote.whole:
        sheet.text("Shipping and tax are added when you order.", size=9, color=QUIET)
    sheet.text("Order on our site, signed in: open this quote under Quotes in your account.", size=9, color=QUIET)
