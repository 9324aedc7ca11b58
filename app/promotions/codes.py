"""How a promotion code is read: letters and digits, without case; blanks and hyphens are for the eye."""

LONGEST = 20


def normalized(typed: str) -> str:
    """The code as it is stored: `spring-26` is `SPRING26`. Empty for what can be no code."""
    code = "".join(typed.split()).replace("-", "").upper()
    return code if code.isascii() and code.isalnum() and len(code) <= LONGEST else ""
