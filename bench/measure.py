"""Two calls in turn, A B A B, by the CPU time of this process: the ratio of each round, its median and spread."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

Call = Callable[[], None]
ROUNDS = 30
ROUND_SECONDS = 0.03


@dataclass(frozen=True)
class Ratio:
    """The reference's cost over ours: median, lowest and highest of the rounds; medians in microseconds."""

    median: float
    low: float
    high: float
    reference_us: float
    ours_us: float


def compare(reference: Call, ours: Call, clock: Callable[[], float] = time.process_time, rounds: int = ROUNDS) -> Ratio:
    """Time both, interleaved; each round runs each call for about the same share of time."""
    counts = [_calibrate(reference, clock), _calibrate(ours, clock)]
    pairs = []
    gc.collect()
    for _ in range(rounds):
        pairs.append((_per_call(reference, counts[0], clock), _per_call(ours, counts[1], clock)))
    ratios = sorted(a / b for a, b in pairs)
    return Ratio(
        statistics.median(ratios),
        ratios[0],
        ratios[-1],
        statistics.median(a for a, _ in pairs) * 1e6,
        statistics.median(b for _, b in pairs) * 1e6,
    )


def _calibrate(call: Call, clock: Callable[[], float]) -> int:
    for _ in range(5):
        call()
    return max(1, int(ROUND_SECONDS / max(_per_call(call, 5, clock), 1e-6)))


def _per_call(call: Call, count: int, clock: Callable[[], float]) -> float:
    begin = clock()
    for _ in range(count):
        call()
    return (clock() - begin) / count
