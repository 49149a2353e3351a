"""Notices of a release to people and programs; what becomes of them never matters to it."""
