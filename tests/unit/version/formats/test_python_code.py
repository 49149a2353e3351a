from __future__ import annotations

import pytest

from releasebot.errors import UsageError
from tests.unit.version.reading import dynamic, found, version

NAME = "version.py"
STATED = (
    "class Settings(BaseSettings):\n    version: str = Field('1.2.3', description='9.9.9')\n",
    "@dataclass\nclass App:\n    version: str = field(default='1.2.3')\n",
    "__version__ = '1.2.3'\n",
    "__version__ = u'1.2.3'\n",
    "__version__ = r'1.2.3'\n",
    "__version__ = b'1.2.3'\n",
    "__version__ = f'1.2.3'\n",
    "__version__ = ('1.2.3')\n",
    "__version__ = '1.2.3'\n'''attribute docstring 9.9.9'''\n",
    "VERSION = '1.2.3'\nfrom setuptools import setup\nsetup(name='x', version=VERSION)\n",
    "setup(**kw, version='1.2.3', setup_requires=['x==2.0'])\n",
    "setuptools.setup(version='1.2.3')\n",
    "app = FastAPI(title='x', version='1.2.3', openapi_version='3.0.2')\n",
    "app = FastAPI(\n    title='x',\n    version='1.2.3',\n)\n",
    "@click.version_option('1.2.3')\ndef x(): pass\n",
    "@click.version_option(version='1.2.3', prog_name='x')\ndef x(): pass\n",
    "class X(ConanFile):\n    name = 'x'\n    version = '1.2.3'\n    requires = 'zlib/1.2.11'\n",
    "@dataclass\nclass Config:\n    version: str = '1.2.3'\n    schema_version: str = '2.0.0'\n",
    (
        "class Settings(BaseSettings):\n"
        "    APP_VERSION: str = '1.2.3'\n"
        "    POSTGRES_VERSION: str = '15.1'\n"
        ""
    ),
    "about = {'name': 'x', 'version': '1.2.3'}\n",
    "# __version__ = '9.9.9'\nx = \"__version__ = '8.8.8'\"\n__version__ = '1.2.3'\n",
    "'''\n__version__ = '9.9.9'\n'''\n__version__ = '1.2.3'\n",
    "__version__ = '1.2.3'\nprint 'python two'\ndef (:\n",
    (
        "__version__ = '1.2.3'  # x-release-please-version\n"
        "__version_info__ = tuple(int(i) for i in __version__.split('.'))\n"
        ""
    ),
    "__all__ = ['__version__']\nversion = '1.2.3'\n",
    'version = __version__ = "1.2.3"\n',
    "project = 'x'\nextensions = []\nrelease = '1.2.3'\n",
    "module(name = 'x', version = '1.2.3')\nbazel_dep(name = 'rules_go', version = '0.50.1')\n",
    "def test_x():\n    version = '1.2.3'\n",
    "def get_version():\n    return '1.2.3'\n",
    "VERSION = '1.2.3'.split('.')\n",
    "VERSION = Version('1.2.3')\n",
    "__version__: str\n__version__ = '1.2.3'\n",
    "__version__ = '1.2.3'\r\n__author__='x'\r\n",
    "__version__ = '1.2.3'\r__author__='x'\r",
    "SPECTACULAR_SETTINGS = {'TITLE': 'x', 'VERSION': '1.2.3', 'OAS_VERSION': '3.1.0'}\n",
)
SHAPED = (
    ("api = Api(app, version='1.0', title='Todo')\n", "1.0"),
    ("spec = APISpec(title='x', version='1.0.0', openapi_version='3.0.2')\n", "1.0.0"),
    ("{'name': 'Odoo', 'version': '16.0.1.0.0', 'depends': ['base']}\n", "16.0.1.0.0"),
)
NONE = (
    "def f(version='1.2.3'): pass\n",
    "def f(*, version: str = '1.2.3') -> str:\n    return version\n",
    "DEFAULTS = {'redis': {'version': '7.2.4'}}\n",
    "REQUIRED_PYTHON = '3.8'\nMIN_VERSION = '1.0.0'\nPYTHON_VERSION='3.11.2'\n",
    "if version == '1.2.3': pass\n",
    "if version: foo = '1.2.3'\n",
    "assert sys.version_info >= (3, 8)\n",
    "parser.add_argument('--version', action='version', version='%(prog)s 1.2.3')\n",
    "client = Elasticsearch(version='8.1.0')\n",
    "REST_FRAMEWORK = {'DEFAULT_VERSION': 'v1'}\n",
    "TLS_VERSION = '1.2'\nHTTP_VERSION = '1.1'\nAPI_VERSION = '2023-01-01'\n",
)
COMPUTED = (
    "__version__ = f'{major}.2.3'\n",
    "__version__ = '1.2' '.3'\n",
    "__version__ = ('1.2'\n '.3')\n",
    "__version__ = '1.2.3' if X else '2.0'\n",
    "__version__ = '%s.%s' % (1,2)\n",
    (
        "try:\n"
        "    from importlib.metadata import version\n"
        "    __version__ = version('x')\n"
        "except Exception:\n"
        "    __version__ = '0.0.0'\n"
        ""
    ),
    (
        "from importlib import metadata\n"
        "try:\n"
        "    __version__ = metadata.version('x')\n"
        "except metadata.PackageNotFoundError:\n"
        "    __version__ = 'unknown'\n"
        ""
    ),
    "from ._version import version as __version__\n",
    "try:\n from ._version import __version__\nexcept ImportError:\n __version__ = '0.0.0'\n",
    "from setuptools import setup\nsetup(name='x', version=get_version())\n",
    "from setuptools import setup\nsetup(name='x', version=open('VERSION').read().strip())\n",
    "class Settings(BaseSettings):\n    version: str = Field(default_factory=read)\n",
    "project = 'x'\nimport x\nversion = x.__version__\nrelease = version\n",
    "VERSION = (1, 2, 3)\n",
    "import os\n__version__ = os.environ.get('VERSION', '0.0.0')\n",
    "bl_info = {'name': 'x', 'version': (1, 2, 3), 'blender': (2, 80, 0)}\n",
)


@pytest.mark.parametrize("text", STATED)
def test_the_version_is_found_whatever_stands_around_it(text: str) -> None:
    assert version(NAME, text) == "1.2.3"


@pytest.mark.parametrize(("text", "wanted"), SHAPED)
def test_a_version_keeps_its_own_shape(text: str, wanted: str) -> None:
    assert version(NAME, text) == wanted


@pytest.mark.parametrize("text", NONE)
def test_nothing_else_is_taken_for_the_version(text: str) -> None:
    with pytest.raises(UsageError, match="states no version"):
        found(NAME, text)


@pytest.mark.parametrize("text", COMPUTED)
def test_a_version_that_is_made_up_elsewhere_is_dynamic(text: str) -> None:
    one = dynamic(NAME, text)
    assert one.expression
    assert text[one.start : one.end]
