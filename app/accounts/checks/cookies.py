"""What the cookies of a real sign-in hold, how they travel, and that they do what they are for."""

from http.cookies import SimpleCookie

from app.accounts import own_visit
from app.accounts.checks.decoding import sayings
from app.accounts.service import own_visitor
from app.foundation.checks import Check, Result, verdict
from app.foundation.own_site import Answer, OwnSite, own_site

MOST = 2
BEGINNING = 8
"""Characters: 48 bits, where the value is random."""
PAGE = "/account"


def _contents() -> Result:
    """Sign in twice: whatever is derived from the account would be alike."""
    faults: list[str] = []
    jars: list[dict[str, str]] = []
    for _ in range(2):
        with own_visit.signed_in(remember=True) as visitor:
            jars.append(dict(visitor.jar))
            faults += _flags(visitor)
    faults += [f"there are {len(jars[0])} cookies"] if len(jars[0]) > MOST else []
    own = _own_words()
    for name, value in jars[0].items():
        faults += [f"{name}: {saying}" for saying in sayings(value, own)]
        if _alike(value, jars[1].get(name, "")):
            faults.append(f"{name} is alike at two sign-ins")
    if faults:
        return verdict(False, f"Of a sign-in of our own: {'; '.join(dict.fromkeys(faults))}.")
    names = " and ".join(sorted(jars[0]))
    return verdict(
        bool(jars[0]), f"A sign-in of our own set {names or 'no cookie'}: random numbers, decoded, no words."
    )


def _own_words() -> list[str]:
    mine = own_visit.credentials()
    return [mine.user_id, mine.email, mine.password, own_visitor.NAME, own_visitor.GREETING, "own-check"]


def _alike(one: str, other: str) -> bool:
    """Whether they begin alike, which chance does not explain."""
    return one[:BEGINNING] == other[:BEGINNING]


def _flags(visitor: OwnSite) -> list[str]:
    """What is missing in how the site set the visitor's cookies, at its sign-in."""
    return [fault for line in visitor.cookie_lines for fault in flaws(line)]


def flaws(line: str) -> list[str]:
    """What is missing in one `Set-Cookie` line, as half sentences."""
    found = []
    for name, cookie in SimpleCookie(line).items():
        needed = {
            "Secure": bool(cookie["secure"]),
            "HttpOnly": bool(cookie["httponly"]),
            "SameSite": cookie["samesite"].lower() in {"lax", "strict"},
            "Path=/ and no domain": cookie["path"] == "/" and not cookie["domain"],
            "the __Host- beginning": name.startswith("__Host-"),
        }
        found += [f"{name} lacks {flag}" for flag, there in needed.items() if not there]
    return found


def _recognizes() -> Result:
    """With the cookies the site knows the profile, also after the browser was closed; without them nobody."""
    mine = own_visit.credentials()
    with own_visit.signed_in(remember=True) as visitor:
        here = _knows(visitor.get(PAGE), mine.user_id)
        reopened = own_site()
        remembered = {name: value for name, value in visitor.jar.items() if "session" not in name}
        reopened.jar.update(remembered)
        later = _knows(reopened.get(PAGE), mine.user_id)
        # The remembered number was replaced just now: its successor signs out.
        visitor.jar.update(reopened.jar)
    stranger = own_site().get(PAGE)
    closed = stranger.status == 303 and not _knows(stranger, mine.user_id)
    seen = f"by its session {_yes(here)}, after closing the browser {_yes(later)}, without a cookie {_yes(not closed)}"
    return verdict(here and later and closed, f"The site recognized our own visitor: {seen}.")


def _knows(answer: Answer, user_id: str) -> bool:
    return answer.status == 200 and user_id in answer.text and own_visitor.NAME in answer.text


def _yes(fact: bool) -> str:
    return "yes" if fact else "no"


COOKIE_CONTENTS = Check(
    "cookie-contents",
    "The cookies of a real sign-in, taken apart in every usual way, hold random numbers and nothing about anybody; "
    "they travel over HTTPS to this site only and no script can read them.",
    _contents,
    (56, 57),
    minutes=60,
    yourself="Sign in, open your browser's developer tools, and look at the cookies of this site: their names begin "
    "with __Host-, and their values are random.",
)
COOKIE_RECOGNIZES = Check(
    "cookie-recognizes",
    "With its cookie a browser that signed in is shown its own profile, also after it was closed; without a cookie it "
    "is asked to sign in.",
    _recognizes,
    (54, 55),
    minutes=60,
    yourself="Sign in with “Remember me”, close the browser, and open your account: your name stands there. In a "
    "private window you are asked to sign in.",
)
