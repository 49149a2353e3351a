from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasebot.version.formats import (
    c_source,
    csharp,
    elixir,
    lua,
    perl,
    php,
    python_code,
    ruby,
    rust,
    shell,
    typescript,
)
from releasebot.version.formats.language import Language
from releasebot.version.formats.tokens import Kind, scan, tokenize


def strings(text: str, language: Language) -> list[str]:
    """What stands between the delimiters of each string of the text."""
    tokens = tokenize(text, language)
    return [text[one.inner : one.inner_end] for one in tokens if one.kind is Kind.STRING]


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        (r"'a\'b' \"c\"", typescript.LANGUAGE, [r"a\'b"]),
        (
            "x = `a ${b + '}' + `${c}`} d`; 'e'",
            typescript.LANGUAGE,
            ["a ${b + '}' + `${c}`} d", "e"],
        ),
        ("a = /['\"]/.test(b) / 2; 'c'", typescript.LANGUAGE, ["c"]),
        ("a = b / c; 'd' / 'e'", typescript.LANGUAGE, ["d", "e"]),
        (r"r'a\'b' 'c'", python_code.LANGUAGE, [r"a\'b", "c"]),
        ("rb'a' f'{x!r:>{w}}' '''b\n'''", python_code.LANGUAGE, ["a", "{x!r:>{w}}", "b\n"]),
        ("f'{{a}}' 'b'", python_code.LANGUAGE, ["{{a}}", "b"]),
        ('r#"a"b"# \'c\' "d" \'e', rust.LANGUAGE, ['a"b', "c", "d"]),
        ('%q(a(b) "#{"}"}" <<~X + "c"\nX\n"d"', ruby.LANGUAGE, ["a(b", '#{"}"}', "", "c", "d"]),
        ("<?php $a = <<<X\n'no'\nX; 'b' ?> 'no' <? 'c'", php.LANGUAGE, ["", "b", "c"]),
        ('~s(a) ~S"""\nb"\n""" "#{"c"}"', elixir.LANGUAGE, ["a", '\nb"\n', '#{"c"}']),
        ("q{a'b} qw(c d) s/'//g 'e'", perl.LANGUAGE, ["a'b", "c d", "e"]),
        ('[[a]] [==[b]]]==] "c"', lua.LANGUAGE, ["a", "b]]", "c"]),
        ('@"a""b\\" $"{c}" "d\\""', csharp.LANGUAGE, ['a""b\\', "{c}", 'd\\"']),
        ('R"x(a)")x" u8"b" \'"\' "c"', c_source.LANGUAGE, ['a)"', "b", '"', "c"]),
        ("a'b'\"c$(d \"e\")f\" $'g'", shell.LANGUAGE, ["b", 'c$(d "e")f', "g"]),
    ],
)
def test_strings_are_read_as_their_language_reads_them(
    text: str, language: Language, wanted: list[str]
) -> None:
    assert strings(text, language) == wanted


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("a // 'x'\n/* 'x' */ b /* 'x'", typescript.LANGUAGE),
        ("a # 'x'\n b", python_code.LANGUAGE),
        ("a /* /* 'x' */ 'x' */ b", rust.LANGUAGE),
        ("a\n=begin\n'x'\n=end\nb\n__END__\n'x'", ruby.LANGUAGE),
        ("a\n=head1\n'x'\n=cut\nb\n__END__\n'x'", perl.LANGUAGE),
        ("a --[[ 'x' ]] b --[=[ ]] 'x' ]=] -- 'x'", lua.LANGUAGE),
        ("a # 'x'\nb;# 'x'", shell.LANGUAGE),
        ("a 'b", typescript.LANGUAGE),
        ("a `b ${'c'", typescript.LANGUAGE),
    ],
)
def test_no_string_is_found_in_a_comment_or_where_a_line_cuts_it_off(
    text: str, language: Language
) -> None:
    assert strings(text, language) == []


def test_a_line_ends_at_every_kind_of_line_break() -> None:
    for end in ("\n", "\r\n", "\r"):
        tokens = tokenize(f"a // x{end}b{end}  c d", typescript.LANGUAGE)
        assert [(one.text, one.first) for one in tokens] == [
            ("a", True),
            ("b", True),
            ("c", True),
            ("d", False),
        ]


@given(
    st.lists(st.sampled_from([*"ab1 \n\r'\"`/*#\\${}()[]=-<>%~@?", "<<A", "//", "r#"])).map(
        "".join
    ),
    st.sampled_from([typescript, python_code, ruby, php, perl, rust, shell, elixir, csharp, lua]),
)
def test_tokens_stand_in_order_and_lose_nothing_but_blanks(text: str, module: object) -> None:
    language: Language = getattr(module, "LANGUAGE")  # noqa: B009 - modules share the name
    end = 0
    for token in scan(text, language):
        assert end <= token.start < token.end or token.start == token.end == len(text)
        assert token.text == text[token.start : token.end]
        end = token.end
