"""Breaches of the checks of the operations room."""

import ssl
import tempfile
import warnings
from datetime import timedelta
from pathlib import Path

import trustme
from flask import Flask
from sqlalchemy import event, text

from app.foundation import clock, jobs
from app.foundation.acts import Act, Actor
from app.foundation.database import db, dispose
from app.orders import routes as orders
from app.orders.views import order_for_staff
from tests.evidence import in_flight
from tests.evidence.breach import Breach, Patch, Tls, edit
from tests.ordering import drafted
from tests.people import new_account


def tls_of(app: Flask) -> Tls:
    found: Tls = app.extensions["tests.tls"]
    return found


def tls_1_1(app: Flask, _patch: Patch) -> None:
    """The server goes on speaking to browsers of long ago."""
    context = tls_of(app).context
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1_1


def modern_tls(app: Flask) -> None:
    tls_of(app).context.minimum_version = ssl.TLSVersion.TLSv1_2


def certificate_of_another(app: Flask, _patch: Patch) -> None:
    """The server shows a certificate that nobody we trust has made out."""
    show(app, trustme.CA())


def show(app: Flask, authority: trustme.CA, *names: str, **terms: object) -> None:
    """Show a certificate of that authority for those names, the shop's own when none are given."""
    made = authority.issue_cert(*(names or ("localhost", "127.0.0.1")), **terms)  # type: ignore[arg-type]  # keywords
    with tempfile.TemporaryDirectory() as folder:
        certificate, key = Path(folder) / "made.pem", Path(folder) / "made.key"
        certificate.write_bytes(b"".join(blob.bytes() for blob in made.cert_chain_pems))
        made.private_key_pem.write_to_path(str(key))
        tls_of(app).show(certificate, key)


def own_certificate(app: Flask) -> None:
    tls_of(app).show()


def no_nosniff(app: Flask, patch: Patch) -> None:
    """One protecting header is not sent."""
    in_flight.header(app, patch, "X-Content-Type-Options", None)


def picture_of_another(app: Flask, patch: Patch) -> None:
    """Every page shows a counting picture of another host."""
    in_flight.body(app, patch, "", '<img src="https://counter.example/seen.gif" alt="">')


def hurried(connection: object, _record: object) -> None:
    """Commits are reported before they are on the disk."""
    cursor = connection.cursor()  # type: ignore[attr-defined]  # the driver's connection
    cursor.execute("PRAGMA synchronous=OFF" if db.engine.dialect.name == "sqlite" else "SET synchronous_commit = off")
    cursor.close()
    connection.commit()  # type: ignore[attr-defined]  # as above; else the setting is rolled back


def fast_and_loose(_app: Flask, _patch: Patch) -> None:
    """The database no longer waits for the disk."""
    event.listen(db.engines[None], "connect", hurried)
    dispose()


def careful_again(_app: Flask) -> None:
    event.remove(db.engines[None], "connect", hurried)
    dispose()


def every_job_ran(app: Flask) -> None:
    """Each job has had one run."""
    for name in app.extensions["shop.jobs"]:
        if name not in {"run-checks"}:
            jobs.run_now(name)
    edit(text("INSERT INTO job_run (name, runner, again, steps, outcome, message, ended_at, started_at) "
              "SELECT 'run-checks', '', again, 0, 'done', '', ended_at, started_at FROM job_run LIMIT 1"))  # fmt: skip


def two_days_on(_app: Flask, patch: Patch) -> None:
    """The clock moved by two days and an hour, and the jobs stood still."""
    now = clock.now
    patch.setattr(clock, "now", lambda: now() + timedelta(hours=49))


def undeclared_cookie(app: Flask, patch: Patch) -> None:
    """A setting names a cookie that nobody declared."""
    patch.setitem(app.config, "COUNTING_COOKIE_NAME", "visitor-number")


def an_order_and_us(_app: Flask) -> None:
    """Somebody's order, and the account in which the checks sign in."""
    jobs.run_now("own-visitor")
    drafted(Act(Actor("command", "test"), clock.now(), 1), new_account("alex.kim", "Alex Kim"))


def anybodys_order(_app: Flask, patch: Patch) -> None:
    """Orders are read without asking whose they are."""
    patch.setattr(orders.views, "order_of", lambda _account, number: order_for_staff(number))


OPERATIONS: dict[str, Breach] = {
    "certificate-verifies": Breach(certificate_of_another, mend=own_certificate),
    "database-durable": Breach(fast_and_loose, mend=careful_again),
    "jobs-running": Breach(two_days_on, every_job_ran),
    "message-integrity": Breach(no_nosniff),
    "no-foreign-requests": Breach(picture_of_another),
    "others-pages-closed": Breach(anybodys_order, an_order_and_us),
    "tls-handshake": Breach(tls_1_1, mend=modern_tls),
    "undisclosed-practices": Breach(undeclared_cookie),
}
