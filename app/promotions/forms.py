"""The form of a promotion code."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from wtforms.validators import StopValidation

from app.foundation.clock import CENTRAL
from app.foundation.day_field import Day
from app.foundation.forms import Option, Required, Text, Whole
from app.foundation.money_field import Dollars
from app.foundation.several_field import Several
from app.foundation.version_form import VersionForm
from app.promotions.codes import LONGEST, normalized
from app.promotions.service import Wanted


class PromotionForm(VersionForm):
    """What a code takes off, when, and for whom."""

    code = Text(
        "Code",
        [Required("Please give the code that customers type.")],
        maxlength=LONGEST,
        autocomplete="off",
        hint="Letters and digits. Capital or small makes no difference.",
    )
    label = Text(
        "Words on the receipt",
        [Required("Please say what the customer reads beside the sum.")],
        maxlength=80,
        hint="Such as: Spring offer.",
    )
    percent = Whole("Percent off", least=1, most=100, hint="Of the print price only; never of fees, shipping or tax.")
    off = Dollars("Or an amount off", hint="Such as 15.00. Never more than the print price of the order.")
    first_day = Day("First day", [Required("Please give the first day.")], hint="It begins at midnight, Central time.")
    last_day = Day("Last day", hint="It ends at midnight after it. Without one it runs until somebody ends it.")
    least = Dollars("Least print price", hint="Orders with less printing than this cannot use it.")
    products = Several(
        "Only for", kind="checkbox", hint="Nothing ticked means every product. Else all jobs of an order must be these."
    )
    most_uses = Whole("How often in all", least=1, hint="Without a number, as often as it is asked for.")
    most_each = Whole("How often for one customer", least=1, hint="Without a number, as often as they like.")

    def offer(self, products: dict[str, str]) -> None:
        """Offer these products (name by slug), and any that the code names already."""
        gone = {slug: f"{slug} (no longer sold)" for slug in self.products.object_data or () if slug not in products}
        self.products.choices = [Option(slug, name) for slug, name in (products | gone).items()]

    def validate_code(self, field: Any) -> None:
        if not normalized(field.data or ""):
            raise StopValidation("Please use letters and digits only, without accents.")

    def validate(self, extra_validators: Any = None) -> bool:
        good = bool(super().validate(extra_validators))
        if good and bool(self.percent.data) == bool(self.off.cents):
            self.percent.errors = ["Please give either a percentage or an amount."]
            return False
        if good and self.last_day.data is not None and self.last_day.data < self.first_day.data:
            self.last_day.errors = ["The last day comes before the first."]
            return False
        return good

    def value(self) -> Wanted:
        """What was typed."""
        last = self.last_day.data
        return Wanted(
            code=self.code.data or "",
            label=self.label.data or "",
            percent=self.percent.data,
            off_cents=self.off.cents or None,
            starts_at=_midnight(self.first_day.data),
            ends_at=_midnight(last + timedelta(days=1)) if last else None,
            least_cents=self.least.cents,
            products=tuple(self.products.data),
            most_uses=self.most_uses.data,
            most_each=self.most_each.data,
        )


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=CENTRAL).astimezone(UTC)
