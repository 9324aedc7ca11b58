"""What the application keeps in its folder beside the stores of the rooms; declared, so that nothing is overlooked."""

from app.foundation.inventory import NotPersonal, Personal, Store, declare_store
from app.foundation.retention import Lasting

TABLES = "its tables are declared column by column"
PLACES = (
    Store("database", "instance/shop.sqlite", "the database, with every table",
          Lasting("each table has a rule of its own"), NotPersonal(TABLES)),
    Store("files", "instance/jobs.sqlite", "names of jobs that wait", Lasting("until they ran"),
          NotPersonal("names of jobs")),
    Store("files", "instance/locks", "empty files, locked while a password is checked",
          Lasting("as long as the shop runs"), NotPersonal("empty files")),
    Store("supplier", "instance/practice", "what the practice card processor of a demonstration remembers",
          Lasting("until the folder is emptied; a real shop has none"),
          Personal("payment", "customer", ("billing",), ("supplier",), "card-processor")),
    Store("files", "instance/secrets", "the shop’s own secrets", Lasting("until they are replaced"),
          NotPersonal("random; they say nothing about anybody")),
    Store("cache", "instance/static", "compressed copies of style sheets, scripts and pictures",
          Lasting("until the next version"), NotPersonal("the same files for everybody")),
    Store("files", "instance/tls", "the certificate of a demonstration", Lasting("until it ends"),
          NotPersonal("a certificate of this machine")),
)  # fmt: skip


def declare() -> None:
    """Declare them; doing it twice changes nothing."""
    for place in PLACES:
        declare_store(place)
