"""What each policy version promises, and under which one somebody's data came."""

from sqlalchemy import select

from app.audit import service as audit
from app.foundation.acts import Act
from app.foundation.database import db
from app.permissions.models import Collection, VersionPurpose
from app.permissions.purposes import PURPOSES
from app.permissions.subjects import Subject


def name_purposes(act: Act, version: int, purposes: frozenset[str] = frozenset(PURPOSES)) -> None:
    """Record which purposes a posted version names; a second time does nothing."""
    if _named(version):
        return
    db.session.add_all(VersionPurpose(policy_version=version, purpose=code) for code in sorted(purposes))
    db.session.flush()
    audit.record(act, "policy.purposes-named", f"policy:{version}", purposes=sorted(purposes))


def name_next(act: Act, version: int, before: int, added: frozenset[str]) -> None:
    """A version names what the one before it named, and its new uses: never what only the program knows yet."""
    name_purposes(act, version, (_named(before) or frozenset(PURPOSES)) | added)


def _named(version: int) -> frozenset[str]:
    return frozenset(db.session.scalars(select(VersionPurpose.purpose).where(VersionPurpose.policy_version == version)))


def collected(act: Act, subject: Subject) -> None:
    """Somebody's data came in under the version in force."""
    _under(act, subject, "collected")


def agreed(act: Act, subject: Subject) -> None:
    """Somebody agreed to the version in force."""
    _under(act, subject, "agreed")


def _under(act: Act, subject: Subject, how: str) -> None:
    if act.policy_version is None:
        return
    db.session.add(Collection(subject_key=subject.key, policy_version=act.policy_version, how=how, at=act.at))
    db.session.flush()
