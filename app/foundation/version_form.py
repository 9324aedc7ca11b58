"""The base of forms about a row that others may change meanwhile."""

from app.foundation.errors import Refusal, Stale
from app.foundation.forms import Hidden, ShopForm


class VersionForm(ShopForm):
    """A form that carries the version it was drawn from: after a stale save both values are shown, and none is lost."""

    version = Hidden("Version", maxlength=12)

    @property
    def drawn_version(self) -> int:
        """The version that the form was drawn from; -1 fits no row."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() else -1

    def refuse(self, refusal: Refusal) -> None:
        """After a saving that came too late, the next one builds on what stands now, which the page shows."""
        super().refuse(refusal)
        if isinstance(refusal, Stale):
            self.version.raw_data = [refusal.current["version"]]  # type: ignore[assignment]  # wtforms' stub knows only None

    def differences(self) -> list[tuple[str, str]]:
        """Label and stored value of every field that stands otherwise than it was typed."""
        stale = {name: value for name, value in (self.stale or {}).items() if name != "version" and name in self}
        return [(str(self[name].label.text), value) for name, value in stale.items() if self[name].shown != value]
