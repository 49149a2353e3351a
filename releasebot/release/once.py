"""Properties that are worked out once, though several steps look at the same time."""

from __future__ import annotations

from functools import cached_property
from threading import RLock
from typing import TYPE_CHECKING

__all__ = ["once"]

if TYPE_CHECKING:
    from functools import cached_property as once
else:

    class once(cached_property):  # noqa: N801  a decorator, named as the one it refines
        """A cached property that several threads may ask for and one computes.

        Each has a lock of its own, so that one which hangs on the network holds up no other.
        """

        def __get__(self, instance, owner=None):  # noqa: ANN001, ANN204  typed by its twin above
            if instance is None:
                return self
            with instance.__dict__.setdefault(f"lock of {self.attrname}", RLock()):
                return super().__get__(instance, owner)
