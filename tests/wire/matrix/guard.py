"""Starts a program, tells its process id, and ends it once another process is gone.

    guard.py PID PROGRAM …

So a server of the tests is left behind by no run, whichever way that run ends.
"""

import os
import subprocess
import sys
import time

LOOKS_EVERY_S = 0.5


def main(watched: int, program: list[str]) -> int:
    """Until either has ended. Whoever started this need not wait for it."""
    if os.fork():
        return 0
    with subprocess.Popen(program, stdout=subprocess.DEVNULL) as process:
        sys.stdout.write(f"{process.pid}\n")
        os.close(1)  # whoever started this reads to its end
        while process.poll() is None:
            if not lives(watched):
                process.kill()
            time.sleep(LOOKS_EVERY_S)
        return process.returncode


def lives(pid: int) -> bool:
    """Whether there is a process of this id."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2:]))
