"""Money: integer cents inside, two decimals on pages."""


def dollars(cents: int) -> str:
    """`123456` as `$1,234.56`; `-250` as `-$2.50`."""
    sign = "-" if cents < 0 else ""
    return f"{sign}${abs(cents) // 100:,}.{abs(cents) % 100:02d}"
