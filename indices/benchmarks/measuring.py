"""Durations, and what is said of them: the median with its spread, never one run alone."""

import gc
import statistics
import time
from dataclasses import dataclass

HOST = "127.0.0.1"
WARM_UP = 3


class UnexpectedAnswerError(Exception):
    """A page that is to be measured does not answer as it should: its time would say nothing."""


@dataclass(frozen=True)
class Spread:
    """What repeated measurements came to; in the unit in which they were taken."""

    median: float
    lower: float  # quartiles
    upper: float
    lowest: float
    highest: float
    count: int

    @classmethod
    def of(cls, values):
        """The spread of one measurement or more."""
        values = sorted(values)
        lower, median, upper = statistics.quantiles(values, n=4, method="inclusive") if values[1:] else values * 3
        return cls(median, lower, upper, values[0], values[-1], len(values))


def milliseconds(action, *, repetitions, warm_up=WARM_UP):
    """Do something again and again after a warm-up; the spread of its milliseconds."""
    for _again in range(warm_up):
        action()
    gc.collect()  # what was left lying before is not this action's to clear away
    taken = []
    for _again in range(repetitions):
        started = time.perf_counter()
        action()
        taken.append((time.perf_counter() - started) * 1000)
    return Spread.of(taken)
