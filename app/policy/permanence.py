"""The database's own guard over posted versions: triggers that refuse every change of their text, and removal.

Only the state of a posted version moves on, along `MOVES`. A mistake in the code, a hand at the database's prompt or
a restored row meets the same wall. The tables' migration runs these same statements.
"""

from collections.abc import Callable, Sequence

from sqlalchemy import DDL, JSON, Table, event

REFUSAL = "a published policy version is permanent"
MOVES = (("scheduled", "published"), ("scheduled", "withdrawn"), ("published", "superseded"))


def statements(version: Table, posted: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The triggers by dialect; `posted` are the states in which a version is permanent."""
    states = ", ".join(f"'{state}'" for state in posted)
    moves = " OR ".join(f"(OLD.state = '{old}' AND NEW.state = '{new}')" for old, new in MOVES)
    return {
        "sqlite": _sqlite(states, f"(({moves}) AND {_same(version, 'IS', str)})"),
        "postgresql": _postgresql(states, f"(({moves}) AND {_same(version, 'IS NOT DISTINCT FROM', _text)})"),
    }


def guard(version: Table, clause: Table, posted: Sequence[str]) -> None:
    """Make the triggers with the tables; they name both, so they come after the second."""
    for dialect, made in statements(version, posted).items():
        for statement in made:
            ddl = DDL(statement.replace("%", "%%")).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]  # sqlalchemy left it so
            event.listen(clause, "after_create", ddl)


def _same(version: Table, equal: str, cast: Callable[[str], str]) -> str:
    """Every column but the state is as it was; PostgreSQL compares JSON by its text only."""
    names = [
        cast(column.name) if isinstance(column.type, JSON) else column.name
        for column in version.columns
        if column.name != "state"
    ]
    return " AND ".join(f"NEW.{name} {equal} OLD.{name}" for name in names)


def _text(name: str) -> str:
    return f"{name}::text"


def _in(row: str, states: str) -> str:
    return f"(SELECT state FROM policy_version WHERE id = {row}.version_id) IN ({states})"  # noqa: S608  # our own words


def _sqlite(states: str, moved: str) -> tuple[str, ...]:
    conditions = (
        ("policy_version_no_update", f"BEFORE UPDATE ON policy_version WHEN OLD.state IN ({states}) AND NOT {moved}"),
        ("policy_version_no_delete", f"BEFORE DELETE ON policy_version WHEN OLD.state IN ({states})"),
        (
            # INSERT OR REPLACE removes the old row without asking the trigger for DELETE.
            "policy_version_no_replace",
            f"BEFORE INSERT ON policy_version WHEN EXISTS (SELECT 1 FROM policy_version WHERE state IN ({states})"  # noqa: S608  # our own words
            " AND (id = NEW.id OR (doc_id = NEW.doc_id AND no = NEW.no)))",
        ),
        ("policy_clause_no_insert", f"BEFORE INSERT ON policy_clause WHEN {_in('NEW', states)}"),
        (
            "policy_clause_no_update",
            f"BEFORE UPDATE ON policy_clause WHEN {_in('OLD', states)} OR {_in('NEW', states)}",
        ),
        ("policy_clause_no_delete", f"BEFORE DELETE ON policy_clause WHEN {_in('OLD', states)}"),
    )
    return tuple(
        f"CREATE TRIGGER {name} {condition} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for name, condition in conditions
    )


def _postgresql(states: str, moved: str) -> tuple[str, ...]:
    return (
        f"""
    CREATE OR REPLACE FUNCTION policy_version_is_permanent() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.state IN ({states}) THEN
            IF TG_OP = 'DELETE' OR NOT {moved} THEN
                RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation';
            END IF;
        END IF;
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END $$
    """,
        f"""
    CREATE OR REPLACE FUNCTION policy_clause_is_permanent() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'INSERT' AND {_in("OLD", states)} THEN
            RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation';
        END IF;
        IF TG_OP <> 'DELETE' AND {_in("NEW", states)} THEN
            RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END $$
    """,
        "CREATE TRIGGER policy_version_is_permanent BEFORE UPDATE OR DELETE ON policy_version"
        " FOR EACH ROW EXECUTE FUNCTION policy_version_is_permanent()",
        "CREATE TRIGGER policy_clause_is_permanent BEFORE INSERT OR UPDATE OR DELETE ON policy_clause"
        " FOR EACH ROW EXECUTE FUNCTION policy_clause_is_permanent()",
    )
