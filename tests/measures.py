"""What tests of the security measures begin with: the register of a shop where somebody has looked at everything."""

from datetime import timedelta

from app.foundation import clock, work
from app.foundation.acts import Act, Actor
from app.policy import measures
from app.policy.service import measures as service
from app.policy.service.measures import Look


def act() -> Act:
    return Act(Actor("command", "test"), clock.now(), 1)


def kept_register() -> None:
    """The first measures, each looked at in time and found in place."""
    work.unit(lambda: service.look_as_the_list_says(act(), service.fill_first(act()), "Sam Vale"))
    measures.forget()


def looked(measure_id: int, *, days_ago: int = 0, in_place: bool = True, note: str = "Seen.") -> None:
    """Somebody looked so many days ago."""
    done_on = clock.central(clock.now()).date() - timedelta(days=days_ago)
    work.unit(lambda: service.look(act(), measure_id, Look(done_on, in_place, note), "Sam Vale"))
    measures.forget()
