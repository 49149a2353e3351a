"""Releases, permissions and workflows on GitHub; PyGithub stays in here."""
