"""The browser's family: what is kept of its long description."""

import re
from functools import lru_cache

BOT, OTHER = "Bot", "Other"

# The order matters: nearly every browser also names the ones it wants to be taken for.
_FAMILIES = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        (
            BOT,
            r"(?i)bot\b|bot/|crawl|spider|slurp|curl/|wget/|python|java/|go-http|okhttp|headless",
        ),
        ("Edge", r"\bEdg(?:e|A|iOS)?\b"),
        ("Opera", r"\bOPR/|\bOpera\b"),
        ("Samsung Internet", r"\bSamsungBrowser/|^Samsung Internet$"),
        ("Firefox", r"\bFirefox\b|\bFxiOS/"),
        ("Chrome", r"\bChrom(?:e|ium)\b|\bCriOS/"),
        ("Safari", r"\bSafari\b"),
    )
)
FAMILIES = (*(name for name, _ in _FAMILIES), OTHER)


@lru_cache(maxsize=512)
def family(agent: str) -> str:
    """One of FAMILIES; a family's own name gives itself."""
    return next((name for name, pattern in _FAMILIES if pattern.search(agent)), OTHER)
