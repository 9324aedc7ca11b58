"""What the database itself forbids: a ledger row says for good what left, to whom and why.

Only the day from which its person may see it can change (a court may end or prolong a ban on telling).
"""

FIXED = (
    "id",
    "at",
    "recipient",
    "ground",
    "person_ref",
    "case_ref",
    "fields",
    "count",
    "payload_sha256",
    "policy_version",
    "permit_id",
    "call_id",
)
REFUSAL = "a disclosure is never changed"


def _same(comparison: str, cast: str) -> str:
    """Every fixed column is as it was; JSON is compared as text on PostgreSQL."""
    pairs = ((name, cast if name == "fields" else "") for name in FIXED)
    return " AND ".join(f"NEW.{name}{how} {comparison} OLD.{name}{how}" for name, how in pairs)


SQLITE = (
    f"""CREATE TRIGGER disclosure_unchanged BEFORE UPDATE ON disclosure
WHEN NOT ({_same("IS", "")})
BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
    # INSERT OR REPLACE removes the old row without asking any other trigger.
    """CREATE TRIGGER disclosure_not_replaced BEFORE INSERT ON disclosure
WHEN EXISTS (SELECT 1 FROM disclosure WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a disclosure is never changed'); END""",
)
POSTGRESQL = (
    f"""CREATE FUNCTION disclosure_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT ({_same("IS NOT DISTINCT FROM", "::text")}) THEN RAISE EXCEPTION '{REFUSAL}'; END IF;
  RETURN NEW;
END $$""",
    """CREATE TRIGGER disclosure_unchanged BEFORE UPDATE ON disclosure
FOR EACH ROW EXECUTE FUNCTION disclosure_guard()""",
)
