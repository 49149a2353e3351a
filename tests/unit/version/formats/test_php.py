from __future__ import annotations

import pytest

from releasebot.errors import UsageError
from tests.unit.version.reading import dynamic, found, version

NAME = "version.php"
STATED = (
    "<?php\ndefine('LEDGER_VERSION', '1.2.3');\n",
    "<?php\ndefine( 'VERSION', \"1.2.3\" );\n",
    "<?php\nclass A { const VERSION = '1.2.3'; public $schemaVersion = '2.0.0'; }\n",
    "<?php\nfinal class A { public const string VERSION = '1.2.3'; }\n",
    "<?php\nclass A { protected $version = '1.2.3'; }\n",
    "<?php\nclass A { private string $version = '1.2.3'; }\n",
    "<?php\nreturn [\n 'name' => 'x',\n 'version' => '1.2.3',\n 'php' => '8.1.0'];\n",
    "<?php\nreturn array(\n 'version' => '1.2.3');\n",
    "<?php\n$version = '1.2.3';\n",
    (
        "<?php\n"
        "// define('VERSION','9.9.9');\n"
        "# define('VERSION','9.9.9');\n"
        "/* define('VERSION','9.9.9'); */\n"
        "define('VERSION','1.2.3');\n"
        ""
    ),
    (
        "<p>define('VERSION','9.9.9')</p><?php define('VERSION','1.2.3'); ?> <b>$version = "
        "'8.8.8'</b>"
    ),
    "<?php\n$x = <<<EOT\ndefine('VERSION','9.9.9');\nEOT;\nconst VERSION = '1.2.3';\n",
    (
        "<?php\n"
        "/*\n"
        " Plugin Name: X\n"
        " Version: 1.2.3\n"
        " Requires PHP: 7.4\n"
        "*/\n"
        "define('X_VERSION', '1.0.0');\n"
        ""
    ),
    "<?php\n/**\n * Plugin Name: X\n * Version: 1.2.3 */\n",
    "<?php\n/**\n * @package X\n * @version 9.9.9\n */\nconst VERSION='1.2.3';\n",
    "define('VERSION', '1.2.3');\n",
    (
        "<?php class A extends Module { public function __construct() { $this->name='x'; "
        "$this->version = '1.2.3'; $this->ps_versions_compliancy = ['min' => '1.7.0.0']; } }"
    ),
    (
        "<?php\n"
        "class Kernel { const VERSION = '1.2.3'; const VERSION_ID = 10203; const MAJOR_VERSION "
        "= 1; const EXTRA_VERSION = ''; }\n"
        ""
    ),
    "<?php\nnamespace X;\nconst VERSION = '1.2.3';\n$a = \"version = '9.9.9' {$x['a']}\";\n",
)
NONE = (
    "<?php\n/**\n * Version: 9.9.9\n */\n",
    "<?php if (version_compare(PHP_VERSION, '7.4.0', '<')) { exit; }\n",
    "<?php define('X_DB_VERSION', '1.1.0'); define('X_MIN_PHP_VERSION', '7.4');\n",
    "<?php $client = new Client(['version' => '2006-03-01', 'region' => 'x']);",
    "<?php $plugin->version = 2024010100; $plugin->requires = 2022041900;",
)
COMPUTED = ("<?php\nreturn ['version' => env('APP_VERSION', '1.2.3')];\n",)


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
