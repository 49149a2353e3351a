"""How a Node.js project's programs are called: by the package manager whose lock file it has."""

from __future__ import annotations

from releasebot.setup.survey import Survey

_LOCKS = {
    "pnpm-lock.yaml": "pnpm",
    "yarn.lock": "yarn",
    "bun.lock": "bun",
    "bun.lockb": "bun",
    "package-lock.json": "npm",
    "npm-shrinkwrap.json": "npm",
}
_EXECUTE = {"npm": "npx --no-install", "pnpm": "pnpm exec", "yarn": "yarn --silent", "bun": "bunx"}


def package_manager(survey: Survey) -> str:
    """The package manager: `npm` where no lock file tells."""
    return next((tool for lock, tool in _LOCKS.items() if lock in survey.files), "npm")


def has_lock(survey: Survey) -> bool:
    """Whether the dependencies are locked."""
    return any(lock in survey.files for lock in _LOCKS)


def is_modern_yarn(survey: Survey) -> bool:
    """Whether Yarn is of version 2 or later, which has other words than the first."""
    return ".yarnrc.yml" in survey.files


def executed(survey: Survey, command: str) -> str:
    """A program of the project's dependencies as it is called."""
    return f"{_EXECUTE[package_manager(survey)]} {command}"


def scripted(survey: Survey, script: str, *words: str) -> str:
    """A script of package.json as it is called, with further words for the program in it."""
    tool = package_manager(survey)
    apart = ("--",) if words and tool == "npm" else ()
    return " ".join((tool, "run", script, *apart, *words))


def installed(survey: Survey) -> str:
    """The command that installs exactly what is locked."""
    match package_manager(survey):
        case "npm":
            return "npm ci" if has_lock(survey) else "npm install"
        case "pnpm":
            return "corepack enable && pnpm install --frozen-lockfile"
        case "yarn":
            exactly = "--immutable" if is_modern_yarn(survey) else "--frozen-lockfile"
            return f"corepack enable && yarn install {exactly}"
        case other:
            return f"{other} install --frozen-lockfile"
