"""The languages of Confluence's code macro.

The names are those that every Confluence knows: the stock languages of Data Center's code block
macro, which Cloud accepts as well (Atlassian's `editor-confluence-transformer`, language map, and
the page "Code Block Macro"). Data Center shows an error in place of a code block in a language it
does not know, and takes a block without one for Java: so there is always a language, and it is
`none` where Confluence has no better name.
"""

from __future__ import annotations

NONE = "none"

LANGUAGES = frozenset(
    {
        *("actionscript3", "applescript", "bash", "c#", "coldfusion", "cpp", "css", "delphi"),
        *("diff", "erl", "groovy", "java", "javafx", "js", NONE, "perl", "php", "powershell"),
        *("py", "ruby", "sass", "scala", "sql", "text", "vb", "xml", "yml"),
    }
)
"""What the `language` parameter may say."""

_OTHER_NAMES = {
    "actionscript": "actionscript3",
    "as3": "actionscript3",
    "c": "cpp",
    "c++": "cpp",
    "console": "bash",
    "cs": "c#",
    "csharp": "c#",
    "curl": "bash",
    "ecmascript": "js",
    "erlang": "erl",
    "html": "xml",
    "javascript": "js",
    "json": "js",
    "json5": "js",
    "jsonc": "js",
    "jsx": "js",
    "node": "js",
    "patch": "diff",
    "ps1": "powershell",
    "python": "py",
    "rb": "ruby",
    "scss": "sass",
    "sh": "bash",
    "shell": "bash",
    "svg": "xml",
    "ts": "js",
    "tsx": "js",
    "typescript": "js",
    "visualbasic": "vb",
    "xhtml": "xml",
    "yaml": "yml",
    "zsh": "bash",
}


def confluence_language(name: str) -> str:
    """Confluence's name for a language, `none` where it has no such language."""
    wanted = name.strip().lower()
    known = _OTHER_NAMES.get(wanted, wanted)
    return known if known in LANGUAGES else NONE
