"""Moving jobs through the shop: the steps of staff, and the customer's answer to a proof."""

from collections.abc import Callable

from app.audit import service as audit
from app.catalogue import calendar
from app.catalogue import service as catalogue
from app.foundation.acts import Act
from app.foundation.errors import Missing, Refusal
from app.orders import progress
from app.orders.days import spoken_day
from app.orders.models import OrderJob, PrintOrder
from app.orders.progress import Step
from app.orders.service.cancelling import end
from app.orders.service.records import checked, happened, jobs_of, last_word, locked, write
from app.shipping.service import PICK_UP

NOT_NOW = "This step does not fit the order's state any more. Look at the order again, then decide."


def step(
    act: Act,
    number: int,
    code: str,
    held: frozenset[str],
    *,
    version: int | None,
    job_id: int | None = None,
    note: str = "",
    tracking: str = "",
) -> None:
    """Take one step with every job that it fits, or with one, and mail the customer where the step says so.

    `held` are the permissions of whoever acts.

    Raises:
        Missing: there is no such order.
        Refusal: the step does not fit the state, or the role, or lacks its note or tracking number.
    """
    order = checked(number, version)
    jobs = jobs_of(number)
    chosen = progress.STEPS.get(code)
    wanted = [job for job in jobs if job_id in {None, job.id}]
    fitting = [job for job in wanted if chosen in progress.steps_for(job.state, _picked_up(order), held)]
    if chosen is None or not fitting or order.state in {"draft", "on-hold", "cancelled"}:
        raise Refusal(NOT_NOW)
    if chosen.together and len(fitting) < sum(job.state not in progress.DONE for job in jobs):
        raise Refusal("The jobs of an order leave the house together. Please wait until each of them is ready.")
    if chosen.note == "required" and not note:
        raise Refusal("Please write what the customer should know.", "note")
    if chosen.tracking and not tracking:
        raise Refusal("Please give the tracking number.", "tracking")
    for job in fitting:
        _enter(act, order, job, chosen, note, tracking)
    order.state = progress.order_state(job.state for job in jobs)
    if order.state == "complete":
        last_word(act, order)
    audit.record(act, "order.moved", f"order:{number}", step=code, to=chosen.target)
    if chosen.mail:
        write(act, order, chosen.mail, note=note, job=_named(fitting), tracking=tracking, method=order.shipping_label)


def _picked_up(order: PrintOrder) -> bool:
    return order.shipping_method == PICK_UP


def _enter(act: Act, order: PrintOrder, job: OrderJob, chosen: Step, note: str, tracking: str) -> None:
    job.state = chosen.target
    job.tracking = tracking if chosen.tracking else job.tracking
    happened(act, order, chosen.target, job, note)


def _named(jobs: list[OrderJob]) -> str:
    return ", ".join(job.name for job in jobs)


def approve(act: Act, account_id: int, number: int, job_id: int) -> None:
    """The customer approves the proof: file, options and turnaround are frozen, and the ship date is set.

    Raises:
        Missing: no such job of this customer.
        Refusal: there is no proof to approve.
    """
    order, job = _own_job(account_id, number, job_id)
    if job.state == "approved":
        return
    _check_proof(order, job)
    tables = catalogue.current_tables(act.at)
    job.state, job.approved_at = "approved", act.at
    job.ship_by = calendar.ship_date(act.at, job.business_days, tables.holidays)
    waiting = _ship_together(jobs_of(number))
    happened(act, order, "approved", job)
    audit.record(act, "order.approved", f"order:{number}", job=job.id, artwork=job.artwork_id)
    write(
        act,
        order,
        "orders/approved",
        job=job.name,
        ship_by=spoken_day(job.ship_by),
        pick_up=_picked_up(order),
        waits_for=", ".join(waiting),
    )


def _ship_together(jobs: list[OrderJob]) -> list[str]:
    """Once every proof is approved, the job that takes longest says when all of them ship.

    Gives the names of the jobs that are not approved yet: until then no day is promised for the order.
    """
    waiting = [job.name for job in jobs if job.ship_by is None]
    if not waiting:
        last = max(job.ship_by for job in jobs if job.ship_by is not None)
        for job in jobs:
            job.ship_by = last
    return waiting


def ask_for_changes(act: Act, account_id: int, number: int, job_id: int, note: str) -> None:
    """The customer does not approve the proof: a changed file begins the cycle again.

    Raises:
        Missing: no such job of this customer.
        Refusal: there is no proof to answer.
    """
    order, job = _own_job(account_id, number, job_id)
    _check_proof(order, job)
    job.state = "changes-requested"
    happened(act, order, "changes-requested", job, note)
    audit.record(act, "order.changes-requested", f"order:{number}", job=job.id)


def _own_job(account_id: int, number: int, job_id: int) -> tuple[PrintOrder, OrderJob]:
    order = locked(number, account_id)
    for job in jobs_of(number):
        if job.id == job_id:
            return order, job
    raise Missing


def _check_proof(order: PrintOrder, job: OrderJob) -> None:
    if job.state != "proof-ready" or order.state in {"on-hold", "cancelled"}:
        raise Refusal("There is no proof waiting for your answer. Please look at the order again.")


def turn(act: Act, number: int, code: str, held: frozenset[str], *, version: int | None, note: str = "") -> None:
    """Do something with the whole order: hold, release, cancel, or note that its payment was looked at.

    `held` are the permissions of whoever acts.

    Raises:
        Missing: there is no such order.
        Refusal: it does not fit the state, or the role, or lacks its note.
    """
    order = checked(number, version)
    chosen = progress.TURNS.get(code)
    fitting = progress.turns_for(order.state, [job.state for job in jobs_of(number)], held, order.attention)
    if chosen is None or chosen not in fitting:
        raise Refusal(NOT_NOW)
    if chosen.note == "required" and not note:
        raise Refusal("Please write why.", "note")
    _TURNS[code](act, order, note)


def _hold(act: Act, order: PrintOrder, reason: str) -> None:
    order.held_from, order.state = order.state, "on-hold"
    happened(act, order, "on-hold", note=reason)
    audit.record(act, "order.held", f"order:{order.number}")
    write(act, order, "orders/on_hold", note=reason)


def _release(act: Act, order: PrintOrder, _reason: str) -> None:
    order.state, order.held_from = order.held_from, ""
    happened(act, order, order.state)
    audit.record(act, "order.released", f"order:{order.number}")


def _settled(act: Act, order: PrintOrder, reason: str) -> None:
    audit.record(act, "order.attention-ended", f"order:{order.number}", attention=order.attention)
    order.attention = ""
    happened(act, order, "note", note=reason, shown=False)


_TURNS: dict[str, Callable[[Act, PrintOrder, str], None]] = {
    progress.HOLD.code: _hold,
    progress.RELEASE.code: _release,
    progress.CANCEL.code: end,
    progress.SETTLED.code: _settled,
}


def note(act: Act, number: int, words: str) -> None:
    """Write a note for colleagues; the customer's page does not show it, a description of their data does.

    Raises:
        Missing: there is no such order.
    """
    order = locked(number)
    version = order.version
    happened(act, order, "note", note=words, shown=False)
    order.version = version
    audit.record(act, "order.noted", f"order:{number}")
