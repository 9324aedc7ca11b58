"""The newest text of a mail: what its writer wrote now, without quoted mail, forwarded mail and signature."""

import re

LINES, WIDTH = 5000, 1000
"""More lines of a mail, or longer beginnings of a line, are not looked at."""
ATTRIBUTION_LINES = 4
WROTE = re.compile(
    r"(<[^<>\s]{3,200}>|wrote|writes|said|"
    r"escribió|escribio|schrieb|a écrit|ha scritto|escreveu|schreef|skrev|napisał\(a\))\s?:\s*$",
    re.IGNORECASE,
)
BEGINS = re.compile(
    r"^\W{0,5}(on|el|am|le|il|em|op|den|w dniu|at|\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}|"
    r"(mon|tue|wed|thu|fri|sat|sun)\w{0,6},?)\s",
    re.IGNORECASE,
)
DATED = re.compile(r"\d|@")
"""Programs name the day or the address; "On Monday I wrote:" may be the writer's own."""
CUT = re.compile(
    r"^\W{0,5}\s?(-{2,}\s?(original message|original appointment|forwarded message|forwarded by .{0,80}|reply message|"
    r"mensaje original|mensaje reenviado|mensagem original|ursprüngliche nachricht|weitergeleitete nachricht|"
    r"message d'origine|message original|message transféré|messaggio originale)\s?-{0,}|begin forwarded message:|"
    r"inicio del mensaje reenviado:|anfang der weitergeleiteten nachricht:|début du message réexpédié :?)\s*$",
    re.IGNORECASE,
)
FIELD = re.compile(
    r"^[\s*>]{0,5}(from|sent|date|to|cc|subject|reply-to|de|enviado( el)?|fecha|para|asunto|von|gesendet|datum|an|"
    r"betreff|envoyé|à|objet|da|inviato|a|oggetto|enviada( em)?|assunto)\s?\*{0,2}\s?:\*{0,2}\s",
    re.IGNORECASE,
)
FIELDS = 3
SENDER = re.compile(r"^[\s*>]{0,5}(from|de|von|da)\s?\*{0,2}\s?:", re.IGNORECASE)
LIST_FOOTER = re.compile(r"^\s*([_=-]{20,}|#{20,}|~{20,})\s*$")
SIGNATURE = re.compile(r"^\s{0,3}(--|—|–)\s?$")
DEVICE = re.compile(
    r"^\W{0,3}(sent (from|with|via|by) (my|mail|outlook|yahoo|proton|samsung|android|blackberry|the|gmail|spark|aol)|"
    r"get outlook for|enviado desde (mi|mail|outlook|yahoo|mail)|obtener outlook|von meinem .{1,40} gesendet|"
    r"gesendet (mit|von)|envoyé (de|depuis) |inviato da |télécharger outlook)",
    re.IGNORECASE,
)
DISCLAIMER = re.compile(
    r"^\W{0,3}(confidentiality notice|disclaimer\b|"
    r"this (e-?mail|message) (and any (attach|file)|is intended (only|solely|for the)|may contain conf|contains conf)|"
    r"the information (contained )?in this (e-?mail|message)|aviso legal|este mensaje .{0,40}confidencial)",
    re.IGNORECASE,
)


def newest(text: str) -> tuple[str, bool]:
    """The new text, and whether an earlier mail was quoted or forwarded below it."""
    lines = [line.rstrip() for line in text.split("\n")[:LINES]]
    kept: list[str] = []
    quoted = False
    place = 0
    while place < len(lines):
        line = lines[place][:WIDTH]
        if _ends_all(lines, place, line):
            return _done(kept), quoted or not _signs_off(line)
        length = _attribution(lines, place)
        if length:
            quoted = True
            if not _quote_follows(lines, place + length):
                return _done(kept), True
            place += length
            continue
        if line.lstrip().startswith(">"):
            quoted = True
        elif not DEVICE.match(line):
            kept.append(lines[place])
        place += 1
    return _done(kept), quoted


def _done(kept: list[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _signs_off(line: str) -> bool:
    return bool(SIGNATURE.match(line) or DISCLAIMER.match(line) or LIST_FOOTER.match(line))


def _ends_all(lines: list[str], place: int, line: str) -> bool:
    """Whether nothing new comes from here on: a signature, a list's footer, an earlier mail in full."""
    if not line.strip():
        return False
    if SIGNATURE.match(line) or DISCLAIMER.match(line) or CUT.match(line):
        return True
    if LIST_FOOTER.match(line):
        return _header_block(lines, place + 1) or _list_footer(lines, place + 1)
    return bool(SENDER.match(line)) and _header_block(lines, place)


def _header_block(lines: list[str], place: int) -> bool:
    """Three lines or more such as From, Sent, To, Subject in a row, as Outlook puts above what it quotes."""
    near = [line[:WIDTH] for line in lines[place : place + 8] if line.strip()]
    return bool(near) and bool(SENDER.match(near[0])) and sum(bool(FIELD.match(line)) for line in near) >= FIELDS


def _list_footer(lines: list[str], place: int) -> bool:
    """What a list robot adds below a ruled line: few lines, one of them about the list."""
    rest = [line.lower()[:WIDTH] for line in lines[place : place + 12] if line.strip()]
    return len(lines) - place <= 12 and any(" list" in line for line in rest)


def _attribution(lines: list[str], place: int) -> int:
    """How many lines an attribution such as "On Monday, Alex wrote:" takes here; 0 for none."""
    line = lines[place][:WIDTH]
    if not line.strip() or line.lstrip().startswith(">") or not BEGINS.match(line.lstrip() + " "):
        return 0
    joined = ""
    for length in range(1, ATTRIBUTION_LINES + 1):
        if place + length > len(lines) or not lines[place + length - 1].strip():
            return 0
        joined += " " + lines[place + length - 1][:300]
        if WROTE.search(joined[-260:]):
            return length if DATED.search(joined) or _quote_follows(lines, place + length) else 0
    return 0


def _quote_follows(lines: list[str], place: int) -> bool:
    following = next((line for line in lines[place : place + 5] if line.strip()), "")
    return following.lstrip().startswith(">")
