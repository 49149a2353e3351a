"""releasebot: tag, publish and document a release, safely again from any point."""

__version__ = "0.1.0"
