"""Print what each page takes among many accounts beside what it takes among a thousand: `make scale`.

SCALE_ACCOUNTS (1000000), SCALE_ROUNDS (40) and SCALE_SERVER (a PostgreSQL server on this machine) change the run.
It makes two databases on that server, and drops them at the end. Ends with an error when a page is beyond the bar.
"""

import multiprocessing
import os
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection

from bench.scale.filling import Place, fill, place, size_of
from bench.scale.pages import serve

FEW = 1000
BAR = 1.5
EACH = 5
"""Requests of a round, for as many people."""
WARM = 12
"""Requests before the first round: what is kept in memory is made, statements are prepared."""


@dataclass(frozen=True)
class Shop:
    """A shop that is asked through a line to its process."""

    accounts: int
    line: Connection
    pages: list[str]

    def median(self, page: str, seed: int, count: int = EACH) -> float:
        """Median seconds of some requests of that page."""
        self.line.send((page, seed, count))
        found: list[float] = self.line.recv()
        return statistics.median(found)


@dataclass(frozen=True)
class Times:
    """Median milliseconds among few and many; the ratio of each round's two: median, and the middle half of them."""

    few: float
    many: float
    ratio: float
    low: float
    high: float

    @classmethod
    def of(cls, pairs: list[tuple[float, float]]) -> "Times":
        few, many = (statistics.median(side) * 1000 for side in zip(*pairs, strict=True))
        low, ratio, high = statistics.quantiles((b / a for a, b in pairs), n=4)
        return cls(few, many, ratio, low, high)


def main() -> int:
    """Fill, measure, print; 1 beyond the bar."""
    server = os.environ.get("SCALE_SERVER", "postgresql://postgres@127.0.0.1:5432/postgres")
    accounts, rounds = int(os.environ.get("SCALE_ACCOUNTS", "1000000")), int(os.environ.get("SCALE_ROUNDS", "40"))
    name = f"shop_scale_{os.getpid()}"
    with place(server, f"{name}_few") as small, place(server, f"{name}_many") as large:
        for where, count in ((small, FEW), (large, accounts)):
            begun = time.monotonic()
            fill(where, count)
            taken = time.monotonic() - begun
            print(f"{count:>9,} accounts: filled in {taken:.0f} s, {size_of(where) / 1e6:,.0f} MB on disk", flush=True)
        with _shop(small, FEW) as few, _shop(large, accounts) as many:
            return _measure(few, many, rounds)


@contextmanager
def _shop(where: Place, accounts: int) -> Iterator[Shop]:
    line, far = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(where, accounts, far))
    process.start()
    far.close()
    try:
        yield Shop(accounts, line, line.recv())
        line.send(None)
    finally:
        line.close()
        process.join(10)
        process.kill()


def _measure(few: Shop, many: Shop, rounds: int) -> int:
    print(f"{'page':<34} {f'{few.accounts:,}':>9} {f'{many.accounts:,}':>9} {'ratio':>6} {'middle half':>13}  bar")
    beyond = []
    for page in many.pages:
        found = _times(few, many, page, rounds)
        if found.ratio > BAR:
            beyond.append(page)
        verdict = f"<={BAR}" + (" MISSED" if page in beyond else "")
        print(
            f"{page:<34} {found.few:>6.2f} ms {found.many:>6.2f} ms {found.ratio:>6.2f} "
            f"{found.low:>6.2f}-{found.high:<6.2f}  {verdict}",
            flush=True,
        )
    weak = many.median("hashing", 0) * 1000
    print(f"Checking a password is {weak:.2f} ms of each sign-in here, by a weak hash; what it takes is a setting.")
    print(f"Beyond {BAR}: {', '.join(beyond)}" if beyond else f"Every page stays within {BAR} times.")
    return int(bool(beyond))


def _times(few: Shop, many: Shop, page: str, rounds: int) -> Times:
    pairs = []
    for shop in (few, many):
        shop.median(page, 0, WARM)
    for number in range(1, rounds + 1):
        # In turn who begins: what else the machine does meets both alike.
        first, second = (few, many) if number % 2 else (many, few)
        taken = {shop.accounts: shop.median(page, number) for shop in (first, second)}
        pairs.append((taken[few.accounts], taken[many.accounts]))
    return Times.of(pairs)


if __name__ == "__main__":
    sys.exit(main())
