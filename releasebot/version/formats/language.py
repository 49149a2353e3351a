"""The lexical rules of a programming language, as data for `tokens`."""

from __future__ import annotations

from msgspec import Struct

NUMBER = r"\d[\w.]*"
NAME = r"[^\W\d]\w*"


class Comment(Struct, frozen=True):
    """A kind of comment: both are regular expressions; without `close` the line ends it.

    `{1}` in `close` stands for group 1 of `open`.
    """

    open: str
    close: str = ""
    nested: bool = False


class String(Struct, frozen=True):
    """A kind of string.

    `open` is a regular expression that takes prefix letters too. `close` is the text that ends the
    string; empty means the same as the opening delimiter, and `{1}` stands for group 1 of `open`.
    With a `close` of "pair" group 1 is a bracket (or any character) whose partner closes. `fill`
    is a regular expression for what starts a filled-in part; where it ends in a bracket, that part
    runs to the bracket's partner. `doubled`: a doubled delimiter stands for itself. `here`: a
    here-document, whose body starts on the next line and whose tag is group 1.
    """

    open: str
    close: str = ""
    escape: bool = True
    fill: str = ""
    lines: bool = False
    doubled: bool = False
    here: bool = False


class Language(Struct, frozen=True):
    """The lexical rules of a programming language; rules are tried in their order.

    `joins` is a regular expression for what joins a line to the next and so counts as a blank.
    `slash_regex`: a slash where no operand stands before it starts a regular expression, as it
    does after the words `words_before_regex`.
    """

    comments: tuple[Comment, ...]
    strings: tuple[String, ...]
    name: str = NAME
    number: str = NUMBER
    joins: str = ""
    slash_regex: bool = False
    words_before_regex: frozenset[str] = frozenset()


SLASHES = (Comment(r"//"), Comment(r"/\*", r"\*/"))
HASH = (Comment(r"\#"),)
