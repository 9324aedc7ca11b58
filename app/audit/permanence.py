"""What the database itself forbids: an audit entry is never deleted, and changed only in two ways.

It may be sealed once (its place in the chain is filled in), and its payload may be removed.
"""

FIXED = ("id", "at", "kind", "actor", "subject_ref", "policy_version", "request_id", "commitment")
"""What no update may touch."""
SEAL = ("seq", "prev", "row_hash")


def _same(columns: tuple[str, ...], distinct: str) -> str:
    return " AND ".join(f"{distinct.format(f'NEW.{name}', f'OLD.{name}')}" for name in columns)


def _allowed(distinct: str, payload_same: str) -> str:
    sealing = f"(OLD.seq IS NULL AND {_same((*FIXED, 'salt'), distinct)} AND {payload_same})"
    redacting = f"(NEW.payload IS NULL AND {_same((*FIXED, *SEAL), distinct)})"
    return f"({sealing} OR {redacting})"


SQLITE = (
    """CREATE TRIGGER audit_entry_stays BEFORE DELETE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'an audit entry is never deleted'); END""",
    # INSERT OR REPLACE removes the old row without asking the trigger for DELETE.
    """CREATE TRIGGER audit_entry_not_replaced BEFORE INSERT ON audit_entry
WHEN EXISTS (SELECT 1 FROM audit_entry WHERE id = NEW.id OR (seq IS NOT NULL AND seq = NEW.seq))
BEGIN SELECT RAISE(ABORT, 'an audit entry is never replaced'); END""",
    f"""CREATE TRIGGER audit_entry_unchanged BEFORE UPDATE ON audit_entry
WHEN NOT {_allowed("{} IS {}", "NEW.payload IS OLD.payload")}
BEGIN SELECT RAISE(ABORT, 'an audit entry is never changed'); END""",
)
POSTGRESQL = (
    f"""CREATE FUNCTION audit_entry_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'an audit entry is never deleted'; END IF;
  IF NOT {_allowed("{} IS NOT DISTINCT FROM {}", "NEW.payload::text IS NOT DISTINCT FROM OLD.payload::text")} THEN
    RAISE EXCEPTION 'an audit entry is never changed';
  END IF;
  RETURN NEW;
END $$""",
    """CREATE TRIGGER audit_entry_stays BEFORE DELETE OR UPDATE ON audit_entry
FOR EACH ROW EXECUTE FUNCTION audit_entry_guard()""",
    """CREATE FUNCTION audit_entry_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'an audit entry is never deleted'; END $$""",
    """CREATE TRIGGER audit_entry_kept BEFORE TRUNCATE ON audit_entry
FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_keep()""",
)
