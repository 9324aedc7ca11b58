"""The sections of the delivery table: what it costs, the ways, and the zones."""

from decimal import Decimal

from app.foundation.errors import Refusal
from app.tables.blocks import Body, Listed, Record
from app.tables.columns import Column
from app.tables.sections import Section

MONEY = Decimal(1000)


def sections(body: Body) -> list[Section]:
    """Every section of a delivery table."""
    methods = [row["code"] for row in body["methods"]]
    return [
        Section("costs", "What delivery costs", "Ground is the base and so much a pound, times the zone.", (COSTS,)),
        Section("methods", "Ways of delivery", "Each multiplies what ground costs.", (METHODS,), settle=_check),
        Section("zones", "Zones", "By the first three digits of the ZIP code.", (_zones(methods),), settle=_check),
    ]


COSTS = Record(
    "costs",
    "Costs",
    (),
    (
        Column("base", "Base", "number", "$", most=MONEY),
        Column("per_pound", "Per pound", "number", "$", most=Decimal(100)),
        Column("box_limit_lb", "Most in one box", "number", "lb", least=Decimal(1), most=Decimal(150)),
        Column("extra_address", "Each address beyond the first", "number", "$", needed=False, most=MONEY),
        Column("own_carrier", "Handling on the customer's own account", "number", "$", needed=False, most=MONEY),
    ),
    leave=frozenset({"methods", "zones"}),
)
METHODS = Listed(
    "methods",
    "Ways",
    ("methods",),
    (
        Column("code", "Code", longest=40),
        Column("label", "Name", longest=60),
        Column("multiplier", "Times ground", "number", least=Decimal("0.1"), most=Decimal(50)),
        Column("days", "Business days", "whole", needed=False, least=Decimal(1), most=Decimal(60)),
        Column("po_box", "To PO boxes", "tick", needed=False),
    ),
    "Ground takes the days of its zone, so its row has none. The code of a way stays as it is once it was used.",
)


def _zones(methods: list[str]) -> Listed:
    columns = (
        Column("name", "Name", longest=60),
        Column("factor", "Factor", "number", least=Decimal("0.1"), most=Decimal(20)),
        Column("days", "Days by ground", "whole", least=Decimal(1), most=Decimal(60)),
        Column("prefixes", "ZIP codes beginning with", "ranges"),
        Column("without", "Without", "words", needed=False, known=frozenset(methods), hint="Codes of ways."),
    )
    return Listed("zones", "Zones", ("zones",), columns, "Where two zones name the same ZIP code, the first one holds.")


def _check(body: Body) -> None:
    codes = [row["code"] for row in body["methods"]]
    if len(set(codes)) != len(codes) or "pick-up" in codes:
        raise Refusal("Each way of delivery needs a code of its own, and pick-up is always there.")
    if "ground" not in codes:
        raise Refusal("The way with the code “ground” is needed: the others are measured by it.")
    if not body["zones"]:
        raise Refusal("Please keep at least one zone.")
