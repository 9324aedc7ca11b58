"""Numbers of rows as they are typed in addresses and forms."""


def row_number(typed: str | None) -> int | None:
    """The number of a row, or None for anything else: ten digits and more are no row's, and databases break on them."""
    digits = (typed or "").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 9 else None
