"""What only the shop itself can see: how its database keeps things, whether its jobs run, what nobody disclosed."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from flask import Flask, current_app
from sqlalchemy import Connection, inspect, text

from app.foundation import clock, inventory, job_runs, rules
from app.foundation.checks import Check, NotYet, Result, verdict
from app.foundation.database import db, looking
from app.foundation.jobs import Job
from app.operations import privacy
from app.policy import views

for _rule in (
    rules.Rule("evidence.late-intervals", 3, "intervals", "How many of its intervals a job may miss"),
    rules.Rule("evidence.late-minutes", 15, "minutes", "How late every job may be, however often it should run"),
    rules.Rule("evidence.late-hours", 48, "hours", "How late no job may be, such as one that deletes"),
):
    rules.declare(_rule)
SYNCHRONOUS = ("OFF", "NORMAL", "FULL", "EXTRA")
"""SQLite's words for its numbers."""
ON = "on"
UNTRACKED = frozenset({"alembic_version", "sqlite_sequence", "huey_task", "huey_schedule", "huey_kv"})
"""Tables of the tools below us."""


def _durable() -> Result:
    """What the live connection says about itself, and whether what one connection reads another reads, too."""
    with db.engines[None].connect() as writer:
        good, says = _postgres(writer) if writer.dialect.name == "postgresql" else _sqlite(writer)
        newest = writer.scalar(text("SELECT count(*) FROM policy_version"))
    with db.engines["reader"].connect() as other:
        same = other.scalar(text("SELECT count(*) FROM policy_version")) == newest
    again = "a second connection reads the same rows" if same else "a second connection reads other rows"
    return verdict(good and same, f"The live database says: {says}; {again}.")


def _sqlite(connection: Connection) -> tuple[bool, str]:
    journal = str(connection.scalar(text("PRAGMA journal_mode")))
    level = int(connection.scalar(text("PRAGMA synchronous")) or 0)
    says = f"journal {journal}, every commit written through to the disk: {SYNCHRONOUS[level]}"
    return journal not in {"off", "memory"} and level >= SYNCHRONOUS.index("FULL"), says


def _postgres(connection: Connection) -> tuple[bool, str]:
    names = ("fsync", "synchronous_commit", "full_page_writes")
    found = {name: str(connection.scalar(text(f"SHOW {name}"))) for name in names}
    waits = found["synchronous_commit"] not in {"off"}
    says = ", ".join(f"{name} {value}" for name, value in found.items())
    return found["fsync"] == ON and found["full_page_writes"] == ON and waits, says


@looking()
def _undisclosed() -> Result:
    """Everything that holds or passes on something about somebody, against the inventory and the text in force."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # flask's proxy
    in_force = views.in_force(views.timetable(), clock.now())
    published = views.published(in_force[1]) if in_force else None
    if published is None:
        raise NotYet("No policy is published yet.")
    anchors = frozenset(clause.anchor for clause in published.clauses)
    found = [
        *privacy.gaps(app),
        *privacy.missing_clauses(app, anchors, f"version {published.no} of the policy"),
        *_strange_columns(),
    ]
    if found:
        more = f" And {len(found) - 1} more." if len(found) > 1 else ""
        return verdict(False, f"{found[0]}{more}")
    covered = sum(1 for _ in privacy.uses(app))
    return verdict(
        True, f"{covered} declared uses all stand in version {published.no}, and nothing was found beside them."
    )


def _strange_columns() -> Iterator[str]:
    """Columns that the live database has and no declaration knows."""
    declared = {table.name: set(table.columns.keys()) for _, table in inventory.mapped_tables()}
    live = inspect(db.engines["reader"])
    for table, columns in live.get_multi_columns().items():
        name = table[1]
        if name in UNTRACKED:
            continue
        for column in columns:
            if column["name"] not in declared.get(name, set()):
                yield f"Column {name}.{column['name']} is in the database and not in the inventory."


@looking()
def _running() -> Result:
    """Every job's last good end, against how often it should run."""
    jobs: dict[str, Job] = current_app.extensions["shop.jobs"]
    runs, opened = job_runs.all_runs(), _opened()
    if not runs or opened is None:
        raise NotYet("No job has run yet.")
    now, troubles = clock.now(), list[str]()
    for name, job in sorted(jobs.items()):
        run = runs.get(name)
        ended = run.ended_at if run is not None else None
        if run is not None and run.outcome == "failed" and not run.under_way:
            troubles.append(f"{name} failed")
        elif now - (ended or opened) > _patience(job):
            troubles.append(f"{name} has not ended since {clock.spoken(ended) if ended else 'the shop opened'}")
    if troubles:
        return verdict(False, f"Of {len(jobs)} jobs: {'; '.join(troubles)}.")
    return verdict(True, f"All {len(jobs)} jobs, those that delete among them, have ended well in their time.")


def _opened() -> datetime | None:
    """When the shop began to keep a policy: a job that never ran is late from then on."""
    times = views.timetable()
    return times[0][0] if times else None


def _patience(job: Job) -> timedelta:
    """How long ago a job's last end may be."""
    usual = timedelta(minutes=job.minutes * rules.whole("evidence.late-intervals"))
    least = timedelta(minutes=rules.whole("evidence.late-minutes"))
    return min(max(usual, least), timedelta(hours=rules.whole("evidence.late-hours")))


DATABASE_DURABLE = Check(
    "database-durable",
    "The live database writes every change through to the disk before it says that it is kept.",
    _durable,
    (73,),
)
UNDISCLOSED_PRACTICES = Check(
    "undisclosed-practices",
    "Every column, cookie, folder, job, mail, supplier and host that holds or passes on something about somebody is "
    "declared, with a purpose, under a clause of the policy in force.",
    _undisclosed,
    (2,),
    minutes=30,
)
JOBS_RUNNING = Check(
    "jobs-running",
    "Every job of the shop, those that delete what is past its time among them, has lately ended well.",
    _running,
    (73,),
    minutes=5,
)
