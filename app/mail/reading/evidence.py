"""What our own mail server found out about the sender (RFC 8601): evidence, never a reason to refuse an opt-out."""

import re

from app.mail.reading.opening import Part
from app.mail.reading.shapes import Authentication

COMMENT = re.compile(r"\([^()]{0,500}\)")
RESULT = re.compile(r"^\s{0,5}(dmarc|spf|dkim)\s{0,3}=\s{0,3}([a-z]{2,12})\b", re.IGNORECASE)
BETTER = ("pass", "fail")


def authentication(mail: Part, authserv_id: str) -> Authentication:
    """The results that our server put on top of the mail.

    Only the lines above the first `Received` count, and only with our own name: whoever sends can write further down
    what they like.
    """
    found: dict[str, list[str]] = {}
    trusted = False
    for name, value in mail.headers:
        if name == "received":
            break
        if name != "authentication-results":
            continue
        server, _, results = COMMENT.sub(" ", value).partition(";")
        if not authserv_id or (server.split() or [""])[0].lower() != authserv_id.lower():
            break
        trusted = True
        for result in results.split(";")[:50]:
            hit = RESULT.match(result)
            if hit:
                found.setdefault(hit[1].lower(), []).append(hit[2].lower())
    return Authentication(_of(found, "dmarc"), _of(found, "spf"), _of(found, "dkim"), trusted)


def _of(found: dict[str, list[str]], method: str) -> str:
    """Several signatures may be checked; one that passes is enough."""
    results = found.get(method, [])
    return next((result for result in BETTER if result in results), results[0] if results else "")
