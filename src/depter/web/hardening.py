"""What the operating system is asked for, so that nothing of the memory reaches the disk by it.

Not asked for: `mlock`. Django and SQLite copy texts freely, so that locking a few keys would
promise more than it keeps; the answer is encrypted swap, or none.
"""

from __future__ import annotations

import ctypes
import resource
import sys
import time

_PR_SET_DUMPABLE = 4


def forbid_dumps() -> None:
    """No core file after a crash, and no reading by other programs of the same account."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def slept_seconds() -> float:
    """How long the machine has been suspended since it started, in all."""
    if not hasattr(time, "CLOCK_BOOTTIME"):
        return 0.0
    return time.clock_gettime(time.CLOCK_BOOTTIME) - time.clock_gettime(time.CLOCK_MONOTONIC)
