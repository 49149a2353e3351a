"""Runs releasebot unchanged and kills its process at its n-th effect on the outside.

usage: kill_at.py N LOG ARGUMENT...   with N = 0 it is not killed, and LOG lists every effect.

An audit hook (PEP 578) sees each effect just before it happens: a file opened for writing, a
rename, a removal, a folder made, a program started. Killing at effect n leaves exactly the first
n - 1 effects, and whatever a program started before still does.
"""

from __future__ import annotations

import os
import signal
import sys

AT, LOG = int(sys.argv[1]), sys.argv[2]
WATCHED = {
    "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate",
    "os.chmod", "os.utime", "subprocess.Popen", "shutil.rmtree", "shutil.move", "socket.connect",
}  # fmt: skip
seen = 0


def hook(event: str, arguments: tuple[object, ...]) -> None:
    global seen  # noqa: PLW0603  the count of this process
    if event == "open":
        path, mode, flags = arguments
        writing = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        if not writing or not isinstance(path, str | bytes) or "__pycache__" in str(path):
            return
        if str(path) in {LOG, os.devnull}:
            return
        arguments = (path, mode)
    elif event not in WATCHED:
        return
    seen += 1
    if AT == 0:
        with open(LOG, "a", encoding="utf-8") as log:  # noqa: PTH123  as little code as can be
            log.write(f"{event} {arguments[:2]!r}\n")
    elif seen == AT:
        os.kill(os.getpid(), signal.SIGKILL)


sys.argv = ["releasebot", *sys.argv[3:]]
sys.dont_write_bytecode = True
from releasebot.__main__ import main  # noqa: E402  the imports are no effect of the run

sys.addaudithook(hook)
main()
