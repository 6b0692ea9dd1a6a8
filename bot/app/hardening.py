"""What the process gives up at its start, so that a crash leaves nothing of anybody on the disk."""

import ctypes
import os
import sys
from contextlib import suppress

if sys.platform != "win32":
    import resource

PR_SET_DUMPABLE = 4
"""From linux/prctl.h; without it a kernel that pipes core dumps to a program ignores the limit."""
OWN_FILES_ONLY = 0o077


def harden() -> None:
    """No core dump, no debugger of the same user, and new files are for their owner alone.

    A system that refuses one of them is left as it is: the bot must start, and the unit and
    the container file ask for the same from outside.
    """
    os.umask(OWN_FILES_ONLY)
    if sys.platform != "win32":
        with suppress(OSError, ValueError):  # a filter of system calls may forbid even this
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
