"""The pages of one version beside those of others: every title says which version it is of."""

from __future__ import annotations

import msgspec

from releasebot.pages.model import Page, PageTree


def of_version(tree: PageTree, version: str) -> PageTree:
    """The tree with the version in each title, since a space has each title but once."""
    return msgspec.structs.replace(
        tree, root=_titled(tree.root, version), title=f"{tree.title} {version}"
    )


def _titled(page: Page, version: str) -> Page:
    children = tuple(_titled(child, version) for child in page.children)
    return msgspec.structs.replace(page, title=f"{page.title} {version}", children=children)
