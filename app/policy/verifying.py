"""The self-test kit: commands that anybody can run against this site, and what they print when we keep our word.

Each is run by a test against the served site, and its output compared with what stands here.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from app.audit.heads import Head
from app.foundation.clock import central
from app.policy.views import VersionLine

ELSEWHERE = r"""'<(script|img|link|iframe|audio|video)[^>]+(src|href)="(https?:)?//'"""
OURS = r"""'<(script|img|link)[^>]+(src|href)="/'"""


@dataclass(frozen=True, slots=True)
class Where:
    """The site's address, and that of its listener without TLS."""

    base_url: str
    plain_port: int

    @property
    def host(self) -> str:
        return urlsplit(self.base_url).hostname or ""

    @property
    def door(self) -> str:
        """Host and port of the encrypted site."""
        return f"{self.host}:{urlsplit(self.base_url).port or 443}"

    @property
    def plain(self) -> str:
        return f"http://{self.host}" + ("" if self.plain_port == 80 else f":{self.plain_port}")


@dataclass(frozen=True, slots=True)
class Proof:
    """One thing to try: what it shows, the clauses that it is about, the command and its whole output."""

    title: str
    clauses: tuple[str, ...]
    words: str
    command: str
    output: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the site says now: the version in force, the newest posted one, the end of the record, failing clauses."""

    current: VersionLine
    newest_no: int
    head: Head | None
    failing: tuple[str, ...]


def proofs(where: Where, known: Known) -> tuple[Proof, ...]:
    """The whole kit, with this site's address and present values filled in."""
    return (*_cookies(where), *_transport(where), *_pages(where, known), *_texts(where, known))


def _reading(wanted: str) -> str:
    """The end of a command: read JSON and print a part of it."""
    return f"python3 -c 'import json, sys; found = json.load(sys.stdin); print({wanted})'"


def _cookies(where: Where) -> tuple[Proof, ...]:
    page, form = f"{where.base_url}/privacy-policy", f"{where.base_url}/sign-in"
    return (
        Proof(
            "A page without a form sets no cookie",
            ("cookie-list",),
            "Counts the cookies that this very policy sets.",
            f"curl -sS -D - -o /dev/null {page} | grep -ci '^set-cookie:'",
            "0",
        ),
        Proof(
            "A page with a form sets one, and only its number is in it",
            ("cookie-contents",),
            "Shows the cookie with its flags. Its value, a random number, is left out; try twice and compare it.",
            f"curl -sS -D - -o /dev/null {form} | tr -d '\\r' | grep -i '^set-cookie:' | cut -d' ' -f2-"
            " | sed 's/=[^;]*/=(random)/'",
            "__Host-session=(random); Secure; HttpOnly; Path=/; SameSite=Lax",
        ),
        Proof(
            "An account does not open without signing in",
            ("registered-areas",),
            "Asks for an account page and prints the answer and where it leads.",
            f"curl -sS -o /dev/null -w '%{{http_code}} %{{redirect_url}}\\n' {where.base_url}/account",
            f"303 {where.base_url}/sign-in?next=/account",
        ),
    )


def _transport(where: Where) -> tuple[Proof, ...]:
    return (
        Proof(
            "In the clear you are only sent to the encrypted site",
            ("encryption",),
            "Asks without encryption and prints where the answer leads.",
            f"curl -sS -o /dev/null -w '%{{redirect_url}}\\n' {where.plain}/privacy-policy",
            f"{where.base_url}/privacy-policy",
        ),
        Proof(
            "The certificate is good for this name",
            ("encryption",),
            "Shakes hands as a browser does and verifies the chain and the name.",
            f"openssl s_client -connect {where.door} -servername {where.host} -verify_hostname {where.host}"
            " -verify_return_error </dev/null 2>/dev/null | grep -oE 'Verify return code: .*' | sort -u",
            "Verify return code: 0 (ok)",
        ),
        Proof(
            "An outdated encryption is refused",
            ("encryption",),
            "Tries TLS 1.1, which no careful server speaks, and counts the refusals.",
            f"openssl s_client -connect {where.door} -tls1_1 </dev/null 2>/dev/null | grep -c 'Cipher is (NONE)'",
            "1",
        ),
    )


def _pages(where: Where, known: Known) -> tuple[Proof, ...]:
    day = f"{central(known.current.effective_at):%Y-%m-%d}"
    return (
        Proof(
            "Nothing is loaded from another site",
            ("cookie-recipients",),
            "Counts what the home page loads from elsewhere, then says whether it loads anything at all.",
            f"curl -sS {where.base_url}/ | grep -ciE {ELSEWHERE}; "
            f"curl -sS {where.base_url}/ | grep -qiE {OURS} && echo 'all of it from here'",
            "0\nall of it from here",
        ),
        Proof(
            "Your browser is told to load nothing from elsewhere",
            ("cookie-recipients",),
            "Prints the beginning of the rule that every page carries.",
            f"curl -sSI {where.base_url}/ | grep -i '^content-security-policy:' | grep -o \"default-src 'none'\"",
            "default-src 'none'",
        ),
        Proof(
            "The signal “do not sell” is obeyed",
            ("browser-signal",),
            "Fetches the file in which sites say whether they obey the Global Privacy Control.",
            f"curl -sS {where.base_url}/.well-known/gpc.json | " + _reading('found["gpc"], found["lastUpdate"]'),
            f"True {day}",
        ),
    )


def _texts(where: Where, known: Known) -> tuple[Proof, ...]:
    no, feed = known.current.no, f"{where.base_url}/privacy-policy/changes.json"
    head = known.head
    return (
        Proof(
            "The list of changes names every version",
            ("posting-changes",),
            "Prints the number of the newest version that was posted. Compare it again when you come back.",
            f"curl -sS {feed} | " + _reading('found["items"][0]["_policy_version"]["number"]'),
            str(known.newest_no),
        ),
        Proof(
            f"The text of version {no} is the one that was published",
            ("posting-changes",),
            "Computes the SHA-256 of the text. Keep it: nobody can change a word later without changing it.",
            f"curl -sS {where.base_url}/privacy-policy/versions/{no}/text | sha256sum | cut -d' ' -f1",
            known.current.sha256,
        ),
        Proof(
            "The record of who did what was not cut",
            ("security-measures",),
            "Prints the end of the record on its last day. Keep it: the record can only grow from there.",
            f"curl -sS {feed} | " + _reading('(found["_record_head"] or {}).get("hash", "none yet")'),
            head.row_hash if head else "none yet",
        ),
        Proof(
            "Every clause with its state, for programs",
            (),
            "Prints the clauses that fail at this moment; an empty list means none.",
            f"curl -sS {where.base_url}/privacy-policy/claims.json | "
            + _reading('[one["anchor"] for one in found["clauses"] if one["state"] == "failing"]'),
            repr(list(known.failing)),
        ),
    )
