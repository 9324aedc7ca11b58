"""The card processors behind one interface, and the one that this shop uses."""

from flask import Flask, current_app

from app.config import Settings, SettingsError
from app.disclosures import egress
from app.foundation.errors import Refusal
from app.payments.adapters.interface import Processor
from app.payments.adapters.practice import PracticeProcessor

_PLACE = "shop.processor"


class NoProcessor(Refusal):
    """This shop has no card processor yet."""

    def __init__(self) -> None:
        super().__init__("Paying by card is not set up here yet. Nothing was taken; please write to us.")


def bind(app: Flask, settings: Settings) -> None:
    """Choose the processor that the settings name; the practice one never serves in production.

    Raises:
        SettingsError: there is no processor of that name.
    """
    if settings.processor != "practice":
        raise SettingsError(f"SHOP_PROCESSOR names no card processor that we know: {settings.processor!r}.")
    if not settings.production:
        practice = PracticeProcessor(settings.processor_base, settings.processor_key, settings.webhook_secret)
        app.extensions[_PLACE] = practice
        egress.introduce(app, "card-processor", practice.credentials)


def processor() -> Processor:
    """The card processor of the running application.

    Raises:
        NoProcessor: there is none, as in production without a real one.
    """
    found: Processor | None = current_app.extensions.get(_PLACE)
    if found is None:
        raise NoProcessor
    return found
