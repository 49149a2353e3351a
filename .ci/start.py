"""Start the program that stands beside this file, without a package being installed."""

import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parent.parent)

from releasebot.__main__ import main

main()
