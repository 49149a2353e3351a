"""The rules, a family to a file; `releasebot.openapi.lint.table` lists them."""
