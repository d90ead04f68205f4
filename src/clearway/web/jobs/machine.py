"""Which machine and process this is, and whether another process of it is still there."""

import os
import socket
from pathlib import Path


def machine() -> str:
    """This machine by name, and by the set of process numbers: two containers do not share one."""
    numbers = Path("/proc/self/ns/pid")
    return f"{socket.gethostname()} {os.readlink(numbers) if numbers.exists() else ''}".strip()


def is_there(process: int) -> bool:
    """Whether a process of this machine has that number."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # somebody else's, and there
    return True
