"""The program that builds a site, in a process of its own that ends when its parent does.

Run as `python -m releasebot.site.child PARENT ARGUMENT...`, where PARENT is the parent's process
number and the arguments are MkDocs'. A builder that outlived a killed release would go on writing
into a folder that the next run has already cleared.
"""

from __future__ import annotations

import os
import sys
import threading
import time

_SECONDS_BETWEEN_LOOKS = 0.1
_ORPHANED = 1


def main() -> None:
    """Build, as MkDocs' own command line does; its exit code is the process's."""
    parent = int(sys.argv.pop(1))
    threading.Thread(target=_end_without, args=(parent,), daemon=True).start()
    from mkdocs.__main__ import cli

    cli(prog_name="mkdocs")


def _end_without(parent: int) -> None:
    """End this process at once when its parent is no longer the one that started it."""
    while os.getppid() == parent:
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    os._exit(_ORPHANED)


if __name__ == "__main__":
    main()
