"""The customer's file of a job: sent with the order or later, replaced until the proof is approved."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from app.artwork import service as artwork
from app.audit import service as audit
from app.catalogue.spec import ArtworkNeeds
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal
from app.orders.models import OrderJob, PrintOrder
from app.orders.progress import DONE, UPLOADABLE
from app.orders.service.records import happened, jobs_of, locked
from app.orders.wanted import SentFile

TOO_LATE = "This job is past the point where its file can be changed. Please write to us."


def attach(act: Act, account_id: int, number: int, job_id: int, file: SentFile) -> None:
    """Receive the file of a job, or a new one in the old one's place.

    Raises:
        Missing: no such job of this customer.
        Refusal: the job is past its proof, or the file cannot be used.
    """
    order = locked(number, account_id)
    job = next((job for job in jobs_of(number) if job.id == job_id), None)
    if job is None:
        raise Missing
    _check_open(order, job)
    if job.artwork_id is not None and not _shared(job.artwork_id):
        # `replacing` tells us of it below, as it does when the file is replaced on its own page.
        artwork.replace(act, account_id, job.artwork_id, file.name, file.stream)
        return
    received = artwork.receive(act, account_id, file.name, file.stream, needs_of(job.needs))
    job.artwork_id = received.id
    _came(act, order, job)


def _shared(artwork_id: int) -> bool:
    """Whether several jobs are made from the file, as after a reorder: the others keep theirs."""
    users = select(func.count()).select_from(OrderJob).where(OrderJob.artwork_id == artwork_id)
    return (db.session.scalar(users) or 0) > 1


def replaced(act: Act, account_id: int, artwork_id: int) -> None:
    """A new file is about to take the place of one that jobs use.

    Raises:
        Refusal: one of them is past its proof.
    """
    users = list(_users(account_id, artwork_id))
    made = next((order.number for order, job in users if job.state in DONE), None)
    if made is not None and len(users) > 1:
        raise Refusal(f"Order {made} was made from this file. Send the new one on its own order's page.", "artwork")
    for order, job in users:
        if job.state not in DONE | {"cancelled"}:
            _check_open(order, job)
            _came(act, order, job)


def deleted(act: Act, account_id: int, artwork_id: int) -> None:
    """A file that jobs use is about to be deleted: they go without it, or refuse.

    Raises:
        Refusal: one of them is being made from it.
    """
    for order, job in _users(account_id, artwork_id):
        if job.state not in UPLOADABLE | DONE | {"cancelled"}:
            raise Refusal(f"Order {order.number} is being made from this file, so it cannot be deleted yet.")
        job.artwork_id = None
        if job.state in UPLOADABLE - {"draft"}:
            job.state = "awaiting-files"
            happened(act, order, "awaiting-files", job)
        audit.record(act, "order.file-deleted", f"order:{order.number}", job=job.id, artwork=artwork_id)


def needs_of(frozen: Mapping[str, Any]) -> ArtworkNeeds:
    """What the file must be, out of the job's frozen form."""
    lengths = {name: Decimal(str(frozen[name])) for name in ("width_in", "height_in", "bleed_in", "safe_in")}
    return ArtworkNeeds(**lengths, pages_expected=int(frozen["pages_expected"]))


def _users(account_id: int, artwork_id: int) -> Iterator[tuple[PrintOrder, OrderJob]]:
    query = select(OrderJob).where(OrderJob.artwork_id == artwork_id).order_by(OrderJob.id)
    for job in db.session.scalars(query).all():
        yield locked(job.order_number, account_id), job


def _check_open(order: PrintOrder, job: OrderJob) -> None:
    if job.state not in UPLOADABLE or order.state in {"on-hold", "cancelled"}:
        raise Refusal(TOO_LATE, "artwork")


def _came(act: Act, order: PrintOrder, job: OrderJob) -> None:
    if job.state != "draft":
        job.state = "files-received"
        happened(act, order, "files-received", job)
    audit.record(act, "order.file-received", f"order:{order.number}", job=job.id, artwork=job.artwork_id)
