from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from releasebot.errors import UsageError
from releasebot.notify import discord, slack, webhook
from releasebot.notify.notice import Notice, cut, text, title

NOTICE = Notice(
    "released", "order-api", "1.2.3", "v1.2.3", "5e1c0aa" * 6, notes="### 새 기능\n\n- 주문",
    places=(("release", "https://github.com/team/api/releases/tag/v1.2.3"), ("site", "/srv/site")),
)  # fmt: skip
FAILED = Notice(
    "failed", "order-api", "1.2.3", "v1.2.3", "5e1c0aa" * 6, steps=("site",),
    error="no room", resume="releasebot release",
)  # fmt: skip


def test_a_notice_says_what_has_happened_in_the_readers_language() -> None:
    assert title(NOTICE, "en") == "order-api 1.2.3 is released"
    assert title(NOTICE, "ko") == "order-api 1.2.3 릴리스가 나왔습니다"
    assert text(NOTICE, "en") == NOTICE.notes


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_release_that_stopped_names_the_step_and_the_command_that_resumes(language: str) -> None:
    told = text(FAILED, "ko" if language == "ko" else "en")
    assert "site: no room" in told
    assert "`releasebot release`" in told
    assert "5e1c0aa5e" in told


def test_a_users_own_template_is_filled_in_a_sandbox(tmp_path: Path) -> None:
    own = tmp_path / "own.md"
    own.write_text("{{ name }} {{ state }} {{ url }}", "utf-8")
    assert text(NOTICE, "en", own).startswith("order-api released https://github.com/")
    own.write_text("{{ ''.__class__.__mro__ }}", "utf-8")
    with pytest.raises(UsageError, match="cannot be filled"):
        text(NOTICE, "en", own)


def test_discord_mentions_nobody_and_keeps_to_its_limits() -> None:
    long = "@everyone <@1> " * 2000
    sent = discord.payload(NOTICE, long, "en")
    (embed,) = sent["embeds"]
    assert sent["allowed_mentions"] == {"parse": []}
    assert "content" not in sent
    assert len(embed["description"]) <= 4096
    assert embed["description"].endswith(f"[release]({NOTICE.url})")
    assert embed["url"] == NOTICE.url


def test_slack_takes_no_mention_out_of_a_commit() -> None:
    sent = slack.payload(NOTICE, "### Big\n**bold** <!channel> & [x](https://a.b/c)", "en")
    told = sent["blocks"][0]["text"]["text"]
    assert "&lt;!channel&gt; &amp;" in told
    assert "*Big*" in told
    assert "*bold*" in told
    assert "<https://a.b/c|x>" in told
    assert len(slack.payload(NOTICE, "x\n" * 9000, "en")["blocks"][0]["text"]["text"]) <= 3000


def test_a_program_gets_the_facts() -> None:
    sent = webhook.payload(FAILED, "told", "en")
    assert (sent["event"], sent["steps"], sent["error"]) == ("failed", ["site"], "no room")
    assert sent["url"] is None


@pytest.mark.parametrize("most", [10, 20, 29])
def test_a_text_is_cut_between_lines_where_there_are_any(most: int) -> None:
    assert len(cut("one line\nanother line\nthird", most)) <= most
    assert cut("one line\nanother", 12) == "one line\n…"
    assert cut("short", 10) == "short"


def test_what_the_gates_found_stands_below_the_notes() -> None:
    checks = "\n### Checks\n\n- lint: passed\n"
    told = replace(NOTICE, notes="- 주문\n", checks=checks)
    assert text(told, "en") == "- 주문\n\n### Checks\n\n- lint: passed"
