from __future__ import annotations

import pytest

from releasebot.errors import UsageError
from tests.unit.version.reading import dynamic, found, version

NAME = "version.rs"
STATED = (
    'pub const VERSION: &str = "1.2.3";\n',
    'pub const VERSION: &\'static str = "1.2.3";\n',
    'pub static APP_VERSION: &str = r"1.2.3";\n',
    'pub static APP_VERSION: &str = r#"1.2.3"#;\n',
    '#[derive(Parser)]\n#[command(name = "x", version = "1.2.3", about)]\nstruct Cli {}\n',
    '#[clap(version = "1.2.3", author = "x")]\nstruct Cli {}\n',
    'fn main() { let m = Command::new("x").version("1.2.3").get_matches(); }\n',
    '#[deprecated(since = "1.2.0")]\n/// version 9.9.9\nconst VERSION: &str = "1.2.3";\n',
    '/* outer /* const VERSION: &str = "9.9.9"; */ */ const VERSION: &str = "1.2.3";',
    "fn f<'a>(x: &'a str) { let c = '\"'; }\nconst VERSION: &str = \"1.2.3\";\n",
    '#[derive(OpenApi)]\n#[openapi(info(title = "x", version = "1.2.3"))]\nstruct Api;\n',
    'let info = Info { title: "x".into(), version: "1.2.3".into(), ..Default::default() };\n',
    'impl Foo { pub const VERSION: &\'static str = "1.2.3"; }\n',
)
NONE = (
    "#[command(version, about)]\nstruct Cli {}\n",
    'App::new("x").version(crate_version!())\n',
    '#[deprecated(since = "1.2.0", note = "x")]\nfn a() {}\n',
    'const MSRV: &str = "1.70.0";\nconst RUSTC_VERSION: &str = "1.70.0";\n',
    "struct S { version: String }\n",
    'const SCHEMA_VERSION: &str = "2.0.0";\nconst MIN_SUPPORTED_VERSION: &str = "1.0.0";\n',
    'pub fn version() -> &\'static str { "1.2.3" }\n',
    'let v = Version::parse("1.2.3").unwrap();\n',
)
COMPUTED = (
    'const VERSION: &str = env!("CARGO_PKG_VERSION");\n',
    'const VERSION: &str = concat!("1.", "2");',
)


@pytest.mark.parametrize("text", STATED)
def test_the_version_is_found_whatever_stands_around_it(text: str) -> None:
    assert version(NAME, text) == "1.2.3"


@pytest.mark.parametrize("text", NONE)
def test_nothing_else_is_taken_for_the_version(text: str) -> None:
    with pytest.raises(UsageError, match="states no version"):
        found(NAME, text)


@pytest.mark.parametrize("text", COMPUTED)
def test_a_version_that_is_made_up_elsewhere_is_dynamic(text: str) -> None:
    one = dynamic(NAME, text)
    assert one.expression
    assert text[one.start : one.end]
