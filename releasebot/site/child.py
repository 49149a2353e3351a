"""The program that builds a site, in a process of its own that ends when its parent does.

Run as `python -m releasebot.site.child PARENT SOURCES SITE`, where PARENT is the parent's process
number. A builder that outlived a killed release would go on writing into a folder that the next run
has already cleared.
"""

from __future__ import annotations

import gc
import logging
import os
import sys
import threading
import time
from pathlib import Path

_SECONDS_BETWEEN_LOOKS = 0.1
_ORPHANED = 1


def main() -> int:
    """Build the site strictly; every warning is told and counts as a failure."""
    parent, sources, site = int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
    threading.Thread(target=_end_without, args=(parent,), daemon=True).start()
    from click import ClickException
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    from releasebot.site.own_site import OwnSite, read_task

    logging.basicConfig(level=logging.WARNING, format="%(levelname)s - %(message)s")
    try:
        config = load_config(str(sources / "mkdocs.yml"), strict=True, site_dir=str(site))
        config.plugins["releasebot"] = OwnSite(read_task(sources))
        gc.freeze()  # the tree stays to the end: there is no use in looking through it for garbage
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
    except ClickException as error:
        error.show()
        return error.exit_code
    config.plugins.on_shutdown()
    return 0


def _end_without(parent: int) -> None:
    """End this process at once when its parent is no longer the one that started it."""
    while os.getppid() == parent:
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    os._exit(_ORPHANED)


if __name__ == "__main__":
    raise SystemExit(main())
