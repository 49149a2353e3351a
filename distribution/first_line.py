"""The first thing of releasebot.pyz to run: it has to be read by older Pythons too."""

import sys

WANTED = (3, 11)

if sys.version_info < WANTED:
    sys.stderr.write(
        "error: releasebot needs Python %d.%d or newer, and this is %d.%d\n"
        "hint: start it with another one: python%d.%d %s\n"
        % (WANTED + (sys.version_info[0], sys.version_info[1]) + WANTED + (sys.argv[0],))
    )
    sys.exit(2)

import unpack  # beside this file in the archive

unpack.main()
