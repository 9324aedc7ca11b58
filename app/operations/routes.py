"""Health for machines: `/healthz` (alive) and `/readyz` (each part)."""

from datetime import timedelta

from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from app.foundation import clock, sealed
from app.foundation.access import public
from app.foundation.database import db
from app.foundation.job_runs import JobRun

blueprint = Blueprint("operations", __name__)
IDLE = timedelta(minutes=5)


@blueprint.get("/healthz")
@public
def alive() -> ResponseReturnValue:
    """Whether this process answers."""
    return jsonify(status="alive")


@blueprint.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    """Whether each part works; 503 names the one that does not."""
    parts = {"database": _database(), "jobs": _jobs(), "files": _files(), "keys": _keys()}
    good = all(state == "ok" for state in parts.values())
    return jsonify(status="ready" if good else "not ready", parts=parts), 200 if good else 503


def _database() -> str:
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return "does not answer"
    return "ok"


def _jobs() -> str:
    try:
        last = db.session.scalar(select(func.max(JobRun.beat_at)))
    except SQLAlchemyError:
        return "unknown: the database does not answer"
    return "ok" if last is not None and clock.now() - last < IDLE else "no job has run in the last five minutes"


def _keys() -> str:
    try:
        return sealed.health()
    except SQLAlchemyError:
        return "unknown: the database does not answer"


def _files() -> str:
    store = current_app.extensions["shop.files"]
    try:
        store.exists("health")
    except Exception:
        return "the file store does not answer"
    return "ok"
