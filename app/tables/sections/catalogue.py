"""The sections of the price table: papers, inks, finishing, the press, rules, holidays, products and their choices."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from app.catalogue.calendar import Holiday
from app.foundation.errors import Refusal
from app.tables.blocks import Block, Body, Keyed, Listed, Record, Rules
from app.tables.columns import Column
from app.tables.sections import Section
from app.tables.sections.fields import ABOUT, NAME, TRAITS
from app.tables.sections.products import SALE, product_section

INKS = (("color", "Color"), ("black", "Black"), ("none", "Nothing"))
HOLIDAY_YEARS = range(2024, 2064)
MOST_HOLIDAYS = 40
DONE = frozenset(
    "stocks colors finishes parts turnarounds press rules holidays products products_off".split()  # noqa: SIM905
)
"""What has sections of its own; whatever else a body learns is edited as it is found."""


def sections(body: Body) -> list[Section]:
    """Every section of a price table."""
    return [
        Section("products", "Products on sale", "What is not on sale cannot be ordered; old orders stay.", (SALE,)),
        *(product_section(slug, row, body) for slug, row in body["products"].items()),
        Section("papers", "Papers", "Cost is for one 13 x 19 inch press sheet.", (PAPERS,), "Prices", _retire),
        Section("inks", "Inks", "What the press prints on each side.", (_inks(body),), "Prices"),
        Section("finishing", "Finishing", "Money in US dollars.", (FINISHES,), "Prices"),
        Section("turnarounds", "Turnarounds", "They multiply the whole print price.", (TURNAROUNDS,), "Prices"),
        Section("press", "Press and mark-ups", "Numbers that all products share.", PRESS, "Prices", _check_press),
        *(_part(code, row, body) for code, row in body["parts"].items()),
        Section("rules", "Rules", "Combinations that cannot be made.", (_rules(body),), "Rules and days"),
        Section("holidays", "Holidays", HOLIDAY_WORDS, (HOLIDAYS,), "Rules and days", _check_holidays),
        *(_other(name, value) for name, value in body.items() if name not in DONE and isinstance(value, dict)),
    ]


PAPERS = Keyed(
    "papers",
    "Papers",
    ("stocks",),
    (
        NAME,
        Column("cost", "Cost", "number", "$", most=Decimal(100)),
        Column("gsm", "Weight", "number", "g/m²", least=Decimal(20), most=Decimal(2000)),
        Column("caliper_in", "Thickness", "number", "in.", least=Decimal("0.001"), most=Decimal(1)),
        Column("ink_limit", "Ink limit", "whole", "%", least=Decimal(50), most=Decimal(400)),
        ABOUT,
        TRAITS,
        Column("retired", "Retired", "tick", needed=False),
    ),
    "A retired paper is taken out of every product. What was ordered on it stays as it is.",
)
FINISHES = Keyed(
    "finishes",
    "Finishing steps",
    ("finishes",),
    (
        NAME,
        Column("setup", "Set-up", "number", "$", needed=False, most=Decimal(10_000)),
        Column("per_piece", "Per piece", "number", "$", needed=False, most=Decimal(1000)),
        Column("per_sheet", "Per press sheet", "number", "$", needed=False, most=Decimal(1000)),
        Column("per_card_unit", "Per card-size unit", "number", "$", needed=False, most=Decimal(1000)),
    ),
)
TURNAROUNDS = Keyed(
    "turnarounds",
    "Turnarounds",
    ("turnarounds",),
    (
        NAME,
        Column("multiplier", "Multiplier", "number", least=Decimal("0.5"), most=Decimal(10)),
        Column("days", "Business days", "whole", needed=False, least=Decimal(1), most=Decimal(60)),
        TRAITS,
    ),
    "Without days the product's own standard days hold.",
)
STEP = Column("factor", "Factor", "number", least=Decimal(1), most=Decimal(20))
PRESS: tuple[Block, ...] = (
    Record(
        "press",
        "The press",
        ("press",),
        (
            Column("image_width_in", "Printed width", "number", "in.", least=Decimal(5), most=Decimal(60)),
            Column("image_height_in", "Printed height", "number", "in.", least=Decimal(5), most=Decimal(120)),
            Column("gap_in", "Gap between pieces", "number", "in.", most=Decimal(2)),
            Column("card_unit_sq_in", "Card-size unit", "number", "sq in.", least=Decimal(1), most=Decimal(100)),
            Column("minimum_price", "Smallest order", "number", "$", most=Decimal(10_000)),
            Column("breaks", "Quantities of the price table", "counts", least=Decimal(1)),
            Column("neighbor_rise", "Most rise of one piece's price", "number", most=Decimal(1)),
            Column("weight.packing", "Packing, times the weight", "number", least=Decimal(1), most=Decimal(3)),
            Column("weight.grams_per_lb", "Grams a pound", "number", least=Decimal(400), most=Decimal(500)),
        ),
        leave=frozenset({"markup", "extra_set", "weight.sq_m_per_sq_in"}),
    ),
    Listed(
        "markup",
        "Mark-up on paper and clicks",
        ("press", "markup"),
        (Column("sheets", "Press sheets", "whole", needed=False, least=Decimal(1), most=Decimal(10_000_000)), STEP),
        "Step by step: so many sheets at this factor. The last step has no number.",
    ),
    Listed(
        "extra-sets",
        "Extra sets",
        ("press", "extra_set"),
        (
            Column("from", "From extra set", "whole", least=Decimal(1), most=Decimal(1000)),
            Column("fee", "Fee each", "number", "$", most=Decimal(1000)),
        ),
    ),
)
HOLIDAY_WORDS = "Days on which the shop is closed, beside Saturdays and Sundays: one date, or a day of every year."
WEEKDAYS = tuple(
    (str(number), name)
    for number, name in enumerate(("", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday"))
    if number
)


class Holidays(Listed):
    """Holidays: empty numbers stay out of the row."""

    def loaded(self, data: Mapping[str, Any]) -> Mapping[str, Any]:
        return {**data, "weekday": str(data.get("weekday", ""))}

    def stored(self, row: dict[str, Any]) -> dict[str, Any]:
        row = {name: value for name, value in row.items() if value not in ("", None)}
        return {**row, "weekday": int(row["weekday"])} if "weekday" in row else row


HOLIDAYS = Holidays(
    "holidays",
    "Holidays",
    ("holidays",),
    (
        NAME,
        Column("date", "One date", "day", needed=False),
        Column("month", "Or month", "whole", needed=False, least=Decimal(1), most=Decimal(12)),
        Column("day", "with day", "whole", needed=False, least=Decimal(1), most=Decimal(31)),
        Column("nth", "or the nth", "whole", needed=False, least=Decimal(-4), most=Decimal(4)),
        Column("weekday", "weekday", "choice", needed=False, options=(("", "none"), *WEEKDAYS)),
        Column("plus", "plus days", "whole", needed=False, least=Decimal(-6), most=Decimal(6)),
    ),
    "The fourth Thursday of November is month 11, nth 4, Thursday; the last Monday of May is month 5, nth -1, Monday.",
)


def _inks(body: Body) -> Block:
    finishes = (("", "none"), *((code, row["name"]) for code, row in body["finishes"].items()))
    columns = (
        NAME,
        Column("front", "Front", "choice", options=INKS),
        Column("back", "Back", "choice", options=INKS),
        Column("finish", "Priced as", "choice", needed=False, options=finishes),
        Column("sides", "on sides", "whole", needed=False, most=Decimal(2)),
        TRAITS,
    )
    return Keyed("inks", "Inks", ("colors",), columns)


def _rules(body: Body) -> Block:
    columns = (
        Column("reason", "What the customer reads", "long", longest=200),
        Column("on", "On", "tick", needed=False),
        Column("beside", "Beside the parts", "words", known=frozenset(body["parts"])),
        Column("when", "When all of", "words", needed=False),
        Column("any", "and one of", "words", needed=False),
        Column("unless", "unless one of", "words", needed=False),
    )
    hint = "The words are those that papers, inks, choices and products are known by."
    return Rules("rules", "Rules", ("rules",), columns, hint, leave=frozenset({"was_beside"}))


def _part(code: str, row: Mapping[str, Any], body: Body) -> Section:
    finishes = (("", "none"), *((name, data["name"]) for name, data in body["finishes"].items()))
    words = Record(
        "words",
        "The question",
        ("parts", code),
        (Column("label", "Question", longest=60), Column("hint", "Hint", needed=False, longest=200)),
        infer=False,
    )
    choices = Keyed(
        "choices",
        "Choices",
        ("parts", code, "choices"),
        (
            NAME,
            ABOUT,
            Column("finish", "Priced as", "choice", needed=False, options=finishes),
            Column("times", "times", "number", needed=False, most=Decimal(100)),
            TRAITS,
        ),
        leave=frozenset({"group", "same_as"}),
    )
    blocks = (words, choices) if "choices" in row else (words,)
    return Section(f"part-{code.replace('_', '-')}", row["label"], f"Part “{code}” of the form.", blocks, "Choices")


def _other(name: str, value: Mapping[str, Any]) -> Section:
    kind = Keyed if all(isinstance(row, Mapping) for row in value.values()) else Record
    title = name.replace("_", " ").capitalize()
    block = kind(name.replace("_", "-"), title, (name,))
    return Section(name.replace("_", "-"), title, "Numbers of the price models.", (block,), "Prices")


def _retire(body: Body) -> None:
    """Take retired papers out of every product."""
    gone = {code for code, row in body["stocks"].items() if row.get("retired")}
    for product in body["products"].values():
        for part, offered in product["parts"].items():
            kept = [code for code in offered if code not in gone]
            if body["parts"][part]["kind"] != "stock" or len(kept) == len(offered):
                continue
            if not kept:
                raise Refusal(f"{product['name']} has no other paper. Give it another before this one retires.")
            product["parts"][part] = kept


def _check_press(body: Body) -> None:
    steps = body["press"]["markup"]
    if not steps or "sheets" in steps[-1] or not all("sheets" in step for step in steps[:-1]):
        raise Refusal("Mark-up: every step but the last says for how many press sheets it holds.")
    if not any(step["from"] == 1 for step in body["press"]["extra_set"]):
        raise Refusal("Extra sets: one row begins with the first extra set.")
    if not body["press"]["breaks"]:
        raise Refusal("The price table needs at least one quantity.")


def _check_holidays(body: Body) -> None:
    """Each holiday has its day in every year, or one date, and the shop opens sometimes."""
    rows = body["holidays"]
    if len(rows) > MOST_HOLIDAYS:
        raise Refusal(f"There may be at most {MOST_HOLIDAYS} holidays.")
    for row in rows:
        yearly = "month" in row and ("day" in row) != ("weekday" in row and bool(row.get("nth")))
        dated = "date" in row and not row.keys() & {"month", "day", "nth", "weekday", "plus"}
        if not dated and ("date" in row or not yearly):
            raise Refusal(f"{row['name']}: give one date, or a month with a day, or a month with the nth weekday.")
        try:
            for year in HOLIDAY_YEARS:
                Holiday.from_row(row).in_year(year)
        except (ValueError, OverflowError):
            raise Refusal(f"{row['name']}: there is no such day in every year.") from None
