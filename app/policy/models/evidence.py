"""What the shop knows about its own promises: results of checks, complaints, and the register of measures."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Serial, UtcDateTime, db
from app.foundation.inventory import KEY, STAMP, STATE, in_words, not_personal, personal
from app.foundation.retention import Keep, Lasting, Swept, With

CHECK = not_personal("the name of a check")
MEASURED = not_personal("what a check measured, in words without anybody's data")
BY_WHOM = personal(
    "technical",
    subject="staff",
    purposes="legal",
    origins="system staff",
    clause="security-measures",
    export="masked",
    correctable="no",
    reason="the record of who vouched for a measure stays as it was",
)
OF_MEASURE = not_personal("a security measure of the house")


class CheckState(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """How a check stands: kept, failing or unchecked; `since` is when it came into that state."""

    __tablename__ = "check_state"
    __retention__ = Lasting("as long as the check exists")
    __person__ = "nobody: how a check stands"

    name: Mapped[str] = mapped_column(String(60), primary_key=True, info=CHECK)
    state: Mapped[str] = mapped_column(String(10), info=STATE)
    measured: Mapped[str] = mapped_column(Text, default="", info=MEASURED)
    checked_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    since: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)


class CheckRun(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """One run of a check, kept where its state changed, where somebody asked for it, and once a day."""

    __tablename__ = "check_run"
    __retention__ = Swept("run-checks", rule="evidence.runs-months", since="at")
    __person__ = "nobody: what a check found"
    __table_args__ = (Index("ix_check_run_of_check", "name", "id"), Index("ix_check_run_at", "at"))

    id: Mapped[int] = mapped_column(Serial, primary_key=True, info=KEY)
    name: Mapped[str] = mapped_column(String(60), info=CHECK)
    state: Mapped[str] = mapped_column(String(10), info=STATE)
    measured: Mapped[str] = mapped_column(Text, default="", info=MEASURED)
    at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    occasion: Mapped[str] = mapped_column(String(40), default="", info=not_personal("the clock, staff or a case"))


class CheckDelay(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """Staff hold the public display of a failing check back for an hour, and say why."""

    __tablename__ = "check_delay"
    __retention__ = Keep("the record of what was held back")
    __person__ = "actor as actor"
    __table_args__ = (Index("ix_check_delay_of_check", "name", "until"),)

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    name: Mapped[str] = mapped_column(String(60), info=CHECK)
    at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    until: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    reason: Mapped[str] = mapped_column(Text, info=not_personal("why a display waits"))
    actor: Mapped[str] = mapped_column(String(80), info=BY_WHOM)
    actor_name: Mapped[str] = mapped_column(String(200), info=BY_WHOM)


class Concern(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """“I think you are not keeping this”: the clause, and what its checks said at that second."""

    __tablename__ = "policy_concern"
    __retention__ = With("case_file", "with its case")
    __person__ = "case_number -> case_file"

    case_number: Mapped[int] = mapped_column(ForeignKey("case_file.number"), primary_key=True, info=KEY)
    version_no: Mapped[int] = mapped_column(info=not_personal("the number of a policy version"))
    anchor: Mapped[str] = mapped_column(String(60), index=True, info=not_personal("an anchor of the policy"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    results: Mapped[list[Any]] = mapped_column(JSON, info=MEASURED)


class Measure(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """A security measure, online, physical or of people: what it is, whose task it is, how often it is looked at."""

    __tablename__ = "security_measure"
    __retention__ = Keep("the register of measures is evidence")
    __person__ = "nobody: a measure of the house"

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    title: Mapped[str] = mapped_column(String(120), info=OF_MEASURE)
    words: Mapped[str] = mapped_column(Text, default="", info=OF_MEASURE)
    kind: Mapped[str] = mapped_column(String(10), info=not_personal("online, physical or people"))
    clause: Mapped[str] = mapped_column(String(60), index=True, info=not_personal("an anchor of the policy"))
    owner: Mapped[str] = mapped_column(String(80), info=not_personal("a role of the house, never a person"))
    every_days: Mapped[int] = mapped_column(info=OF_MEASURE)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    version: Mapped[int] = mapped_column(default=1, info=STAMP)


class MeasureCheck(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """Somebody looked at a measure: the day, who, what they found and where it can be seen."""

    __tablename__ = "measure_check"
    __retention__ = Keep("the register of measures is evidence")
    __person__ = "actor as actor"
    __table_args__ = (Index("ix_measure_check_of_measure", "measure_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    measure_id: Mapped[int] = mapped_column(ForeignKey("security_measure.id"), info=KEY)
    done_on: Mapped[date] = mapped_column(Date, info=STAMP)
    in_place: Mapped[bool] = mapped_column(info=STATE)
    note: Mapped[str] = mapped_column(Text, default="", info=OF_MEASURE)
    evidence: Mapped[str] = mapped_column(String(400), default="", info=not_personal("where the evidence lies"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    actor: Mapped[str] = mapped_column(String(80), info=BY_WHOM)
    actor_name: Mapped[str] = mapped_column(String(200), info=BY_WHOM)


in_words(Concern, "Your doubts about the policy")
in_words(CheckDelay, "Who held back the display of a check", actor="by number", actor_name="name")
in_words(MeasureCheck, "Who looked at a security measure", actor="by number", actor_name="name")
