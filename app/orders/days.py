"""Dates of the shop's calendar as a person says them."""

from datetime import date


def spoken_day(day: date) -> str:
    """`Tuesday, December 1, 2026`."""
    return f"{day:%A, %B} {day.day}, {day.year}"
