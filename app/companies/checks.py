"""Whether every company has somebody who decides who sees its orders."""

from app.companies import views
from app.foundation import recent
from app.foundation.checks import Check, Result, unchecked
from app.foundation.database import looking


@looking()
def companies_are_led() -> Result:
    """Every company that people belong to has an administrator among them."""
    companies, without = views.headless()
    if not companies:
        return unchecked("Nobody belongs to a company yet.")
    words = f"{companies:,} {'company' if companies == 1 else 'companies'} looked at"
    return recent.judged(words, without, "without an administrator")


CHECKS = [
    Check(
        "companies-are-led",
        "Every company has an administrator, who decides who belongs to it and sees its orders.",
        companies_are_led,
        (37,),
        60,
    ),
]
