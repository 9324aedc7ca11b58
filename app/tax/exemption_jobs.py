"""What is done about certificates each day without anybody asking."""

from collections.abc import Iterator

from app.foundation.acts import Act
from app.foundation.jobs import Job
from app.tax import exemption_files, exemption_views, exemptions


def _tend(act: Act) -> Iterator[None]:
    """Tell owners whose certificates end soon, and remove files that nothing names; each step is a commit."""
    for exemption_id in exemption_views.ending(act.at):
        exemptions.remind(act, exemption_id)
        yield
    exemption_files.remove_strays(act)


TEND = Job(
    "tend-exemptions",
    _tend,
    12 * 60,
    "Tell customers whose tax certificates end soon, and clear stray files of them",
    purposes="billing",
    clause="registering",
)
