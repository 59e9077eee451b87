"""How often viewers ask for news: seldom enough that the server keeps up, often enough that nobody is left behind."""

INTERVALS = ((0.25, 3), (1.0, 5), (2.5, 10))
"""(A request waits less than so many seconds, ask again after so many seconds.)"""
LONGEST = 20
"""Seconds between two questions of a viewer when the server is busiest."""
TOO_LONG = 6.0
"""Seconds of waiting from which on a viewer is asked to come later instead of being served."""
WEIGHT = 0.01
"""How much one new measurement counts against those before it: at full load they make up about the last second."""


def interval(wait: float) -> int:
    """After how many seconds a viewer should ask again, when requests wait so many seconds to be served."""
    return next((seconds for below, seconds in INTERVALS if wait < below), LONGEST)


def overloaded(wait: float) -> bool:
    """Whether viewers are to be turned away for a while."""
    return wait >= TOO_LONG


def smoothed(before: float, measured: float) -> float:
    """The running mean after one more measurement: a single slow request changes little."""
    return before + WEIGHT * (measured - before)


def expected_wait(queued: int, seconds_each: float, threads: int) -> float:
    """How long a request that comes now will wait behind those queued, when each keeps a thread so long."""
    return queued * seconds_each / max(1, threads)
