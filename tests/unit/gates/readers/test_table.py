from typing import get_args

from releasebot.config import gates_schema
from releasebot.gates.readers.table import FORMATS


def test_every_format_that_can_be_configured_has_its_reader_and_no_other() -> None:
    assert get_args(gates_schema.Format) == tuple(FORMATS)
    assert all(callable(one.reader()) for one in FORMATS.values())
