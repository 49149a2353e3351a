"""Tags that are to be signed can be."""

from __future__ import annotations

from releasebot.process import Completed, run
from releasebot.release.doctor.check import Amiss, Aside, Fine, Health
from releasebot.release.world import World

_SECONDS = 30.0
_PROGRAMS = {"openpgp": ("gpg.program", "gpg"), "ssh": ("gpg.ssh.program", "ssh-keygen")}


class Signing:
    """The key is there and its agent gives it out without asking anybody."""

    name = "signing"

    def look(self, world: World) -> Health:
        """Sign a few bytes as git would, and throw the signature away."""
        form = _form(world)
        if form is None:
            return Aside("tags are not signed")
        if form not in _PROGRAMS:
            return Aside(f"tags are signed by gpg.format {form}, which is tried with the first tag")
        key = world.config.tag.signing_key or _setting(world, "user.signingKey")
        if not key and form == "ssh":
            return Amiss(
                "tags are signed with ssh, and no key is named",
                "set tag.signing_key, or git config user.signingKey PATH",
            )
        done = _sign(world, form, key)
        if done.ok:
            return Fine(f"{form} signs with {key or 'the default key'}")
        return Amiss(
            f"{form} could not sign with {key or 'the default key'}",
            "check that the key is there and that its agent runs, or set tag.sign",
            details=done.complaint,
        )


def _form(world: World) -> str | None:
    wanted = world.config.tag.sign
    if wanted == "auto":
        signs = world.repository.ask("config", "--type=bool", "tag.gpgSign").text.strip() == "true"
        return (_setting(world, "gpg.format") or "openpgp") if signs else None
    return {"gpg": "openpgp", "ssh": "ssh"}.get(wanted)


def _setting(world: World, key: str) -> str:
    return world.repository.ask("config", "--get", key).text.strip()


def _sign(world: World, form: str, key: str) -> Completed:
    setting, usual = _PROGRAMS[form]
    program = _setting(world, setting) or usual
    if form == "ssh":
        argv = (program, "-Y", "sign", "-n", "git", "-f", key)
    else:
        argv = (program, "--batch", "--detach-sign", "--armor", *(("-u", key) if key else ()))
    return run(argv, cwd=world.base, timeout=_SECONDS, env=world.environ, stdin=b"releasebot\n")
