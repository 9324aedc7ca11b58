"""Cents shared out so that the shares add up: by the largest remainders."""

from collections.abc import Sequence


def shares(cents: int, weights: Sequence[int]) -> list[int]:
    """`cents` shared out by these weights, to the cent; with no weight at all everything goes to the first."""
    total = sum(weights)
    if not total:
        return [cents, *(0 for _ in weights[1:])] if weights else []
    whole = [cents * weight // total for weight in weights]
    largest = sorted(range(len(weights)), key=lambda place: (-(cents * weights[place] % total), place))
    for place in largest[: cents - sum(whole)]:
        whole[place] += 1
    return whole
