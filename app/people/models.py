"""Persons, and every contact value with where it came from (privacy.md section 9)."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation import rules
from app.foundation.database import UtcDateTime, db
from app.foundation.inventory import KEY, STAMP, STATE, in_words, not_personal, personal
from app.foundation.retention import After, Lasting
from app.foundation.sealed import Sealed

rules.declare(rules.Rule("retention.replaced-years", 2, "years", "A detail that another replaced, or a suggested one"))


class Person(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """Somebody we know of: all that is known hangs on this number, which means nothing elsewhere."""

    __tablename__ = "person"
    __retention__ = Lasting("as long as anything hangs on it")
    __person__ = "id as person"

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)


class FieldValue(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """One value of one field, from its collection until another replaced it."""

    __tablename__ = "field_value"
    __retention__ = After(
        "retention.replaced-years",
        since="superseded_at",
        until="the life of the account; ",
        which="a replaced value",
        masks=("value",),
        left="only its origin and dates",
    )
    __person__ = "person_id as person"
    __table_args__ = (
        Index(
            "uq_field_value_current",
            "person_id",
            "field",
            unique=True,
            sqlite_where=text("superseded_at IS NULL"),
            postgresql_where=text("superseded_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True, info=KEY)
    field: Mapped[str] = mapped_column(String(60), info=not_personal("the name of a field, such as name or address:7"))
    value: Mapped[str] = mapped_column(
        Sealed("field_value.value", "person_id", place=("person_id", "field")),
        info=personal("contact", purposes="order account billing", origins="subject staff ncoa provider",
                      clause="registering", correctable="self", rest="sealed"),
    )  # fmt: skip
    origin: Mapped[str] = mapped_column(String(20), info=not_personal("who gave the value: a word of a closed list"))
    origin_ref: Mapped[str] = mapped_column(
        String(80), default="", info=not_personal("the page or run that brought it")
    )
    purpose: Mapped[str] = mapped_column(String(200), info=not_personal("the sentence that stood beside the field"))
    policy_version: Mapped[int | None] = mapped_column(info=not_personal("the number of a policy version"))
    agreement: Mapped[str | None] = mapped_column(String(60), info=not_personal("the name of an agreement"))
    agreement_version: Mapped[int | None] = mapped_column(info=not_personal("the number of an agreement's version"))
    collected_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    superseded_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    pinned: Mapped[bool] = mapped_column(default=False, info=not_personal("whether the person corrected the value"))


class ValueSuggestion(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """A value from a weaker source than the one that stands: shown, never put in its place by itself."""

    __tablename__ = "value_suggestion"
    __retention__ = After("retention.replaced-years", since="decided_at", until="until it is decided, then ")
    __person__ = "person_id as person"

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True, info=KEY)
    field: Mapped[str] = mapped_column(String(60), info=not_personal("the name of a field, such as name or address:7"))
    value: Mapped[str] = mapped_column(
        Sealed("value_suggestion.value", "person_id", place=("person_id", "field")),
        info=personal("contact", purposes="hygiene order", origins="staff order ncoa provider",
                      clause="address-updates", correctable="self", rest="sealed"),
    )  # fmt: skip
    origin: Mapped[str] = mapped_column(String(20), info=not_personal("who gave the value: a word of a closed list"))
    origin_ref: Mapped[str] = mapped_column(String(80), info=not_personal("the page or run that brought it"))
    policy_version: Mapped[int | None] = mapped_column(info=not_personal("the number of a policy version"))
    agreement: Mapped[str | None] = mapped_column(String(60), info=not_personal("the name of an agreement"))
    agreement_version: Mapped[int | None] = mapped_column(info=not_personal("the number of an agreement's version"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    taken: Mapped[bool | None] = mapped_column(info=STATE)


class Identifier(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """What reaches a person. Only a verified identifier says that two things are about the same person."""

    __tablename__ = "identifier"
    __retention__ = After(
        "retention.replaced-years", since="ended_at", until="the life of the account; ", which="an ended one"
    )
    __person__ = "person_id as person"
    __table_args__ = (
        Index(
            "uq_identifier_verified",
            "kind",
            "value_key",
            unique=True,
            sqlite_where=text("verified_at IS NOT NULL AND ended_at IS NULL"),
            postgresql_where=text("verified_at IS NOT NULL AND ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True, info=KEY)
    kind: Mapped[str] = mapped_column(String(10), info=not_personal("email, phone or postal"))
    value_key: Mapped[str] = mapped_column(
        String(320), info=personal("contact", purposes="account order", origins="subject staff", clause="registering",
                                   export="withheld", reason="the value again, in the form in which it is compared")
    )  # fmt: skip
    source: Mapped[str] = mapped_column(String(20), info=not_personal("who gave it: a word of a closed list"))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)


in_words(Person, "The number that stands for you")
in_words(FieldValue, "Your details, with where they came from", value="name, address or other detail")
in_words(
    Identifier, "How we know it is you", value_key="e-mail address or other mark, in the form in which we compare it"
)
in_words(ValueSuggestion, "Changes that somebody suggested", value="the suggested detail")
