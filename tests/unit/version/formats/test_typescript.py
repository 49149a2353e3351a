from __future__ import annotations

import pytest

from releasebot.errors import UsageError
from tests.unit.version.reading import dynamic, found, version

NAME = "version.ts"
STATED = (
    "export default () => ({ api: { version: '1.0' }, app: { version: '1.2.3' } })",
    "export enum App { NAME = 'x', VERSION = '1.2.3' }",
    (
        "export const openapi: OpenAPIObject = { openapi: '3.0.0', info: { title: 'x', "
        "version: '1.2.3' }, paths: {} }"
    ),
    "export const VERSION = JSON.stringify('1.2.3')",
    (
        "export default defineManifest({ manifest_version: 3, version: '1.2.3', "
        "minimum_chrome_version: '88.0' })"
    ),
    (
        "class A {\n"
        "  static readonly VERSION: string = '1.2.3';\n"
        "  private static readonly SCHEMA_VERSION = '2.0.0';\n"
        "}"
    ),
    (
        "const config: ExpoConfig = { name: 'x', version: '1.2.3', sdkVersion: '49.0.0', "
        "runtimeVersion: '1.0.0' }"
    ),
    "export const APP = { NAME: 'x', VERSION: '1.2.3' } as const;",
    "export const constants = { redis: { version: '7.2.4' }, app: { version: '1.2.3' } }",
    "program\n  .name('x')\n  .version('1.2.3', '-v, --version')\n  .parse()",
    "yargs.usage('x').version('1.2.3').help().argv",
    (
        "import { Command } from 'commander'\n"
        "const VERSION = '1.2.3'\n"
        "new Command().version(VERSION)"
    ),
    (
        "// ==UserScript==\n"
        "// @name x\n"
        "// @version 1.2.3\n"
        "// @require https://x/9.9.9/y.js\n"
        "// ==/UserScript==\n"
        "const VERSION = '0.0.1'"
    ),
    "const a = <T,>(x: T) => x; const VERSION = '1.2.3'",
    "const el = <Foo version={'9.9.9'} bar='1'>text's</Foo>\nexport const VERSION = '1.2.3'",
    "export const VERSION = '1.2.3'; // x-release-please-version",
    "const versions = { version: {} }\nexport const CLIENT_VERSION='1.2.3'",
    "export const config = { swagger: { version: '1.2.3' }, db: { version: '15.0.1' } }",
    "export class VersionController { @Get() get() { return { version: '1.2.3' } } }",
    (
        "const c = new DocumentBuilder().setVersion('1.2.3').build()\n"
        " const s=\"say .setVersion('9.9.9')\""
    ),
    "program.name('x').version('1.2.3').parse()",
    "export const VERSION: '1.2.3' = '1.2.3'",
    "window.APP_VERSION = '1.2.3'",
    "const VERSION = /* '9.9.9' */ '1.2.3' // x",
    "const html = `<b>version: '9.9.9'</b>`; const VERSION = '1.2.3'",
    'const VERSION = "1.2.3";\r\nconst B = 1;\r\n',
    "const VERSION = \"1.2.3\";\rconst NODE_VERSION='20.0.0';\r",
    "export default { name: 'x', version: '1.2.3', dependencies: { version: '2.0.0' } }",
    "export default defineConfig({ version: '1.2.3' })",
    "exports['version'] = '1.2.3'",
    "const x = {'app-version': '1.2.3'}",
    "new FastMCP({name: 'x', version: '1.2.3'})",
    "const server = new McpServer({name: 'x', version: '1.2.3'})",
    "const VERSION = '1.2.3' satisfies string",
    "const VERSION = <const>'1.2.3'",
    "const VERSION = ('1.2.3')",
    "export const VERSION = new Version('1.2.3')",
    "const VERSION = Object.freeze('1.2.3')",
    "let version; version = '1.2.3';",
    "class V { static get VERSION() { return '1.2.3' } }",
    "export const getVersion = () => '1.2.3'",
    "export function getVersion() { return '1.2.3'; }",
    "const HTTP_VERSION='1.1', VERSION='1.2.3'",
    "const VERSION = '1.2.3'\n;(async () => {})()",
)
SHAPED = (
    ("export const swagger = { title: 'x', version: '1.0' }", "1.0"),
    ("export const VERSION = 'v1.2.3'", "v1.2.3"),
    ("export const version = '1.2.3-beta.1+build.5'", "1.2.3-beta.1+build.5"),
    ("const API_VERSION = '2.0.0';\nnew DocumentBuilder().setVersion(API_VERSION)", "2.0.0"),
    (
        (
            "const cfg = { api: { version: '2.0.0' } };\n"
            "new DocumentBuilder().setVersion(cfg.api.version)"
        ),
        "2.0.0",
    ),
    (
        (
            "const svg = <svg version=\"1.1\" xmlns='http://x'><path d='1'/></svg>;\n"
            "export const VERSION='2.3.4'"
        ),
        "2.3.4",
    ),
    (
        (
            "const options = { definition: { openapi: '3.0.0', info: { title: 'x', version: "
            "'1.5.0' } } }; swaggerJsdoc(options)"
        ),
        "1.5.0",
    ),
    ("module.exports = { settings: { react: { version: '18.2' } }, version: '1.0.0' }", "1.0.0"),
    ("export class AppService { private readonly version = '3.1.0'\n other = '1' }", "3.1.0"),
    ("registerAs('app', () => ({ version: '1.6.0' }))", "1.6.0"),
    ("var a=1,version='4.17.21';", "4.17.21"),
    ("jQuery.fn = jQuery.prototype = { jquery: version }; var version = '3.7.1'", "3.7.1"),
    ("lodash.VERSION = VERSION; var VERSION = '4.17.21';", "4.17.21"),
    ("export const SWAGGER_API_CURRENT_VERSION = '1.0';", "1.0"),
    ("export const LEDGER_VERSION = '1.4.2'", "1.4.2"),
    (
        "export default defineNuxtConfig({ runtimeConfig: { public: { appVersion: '1.9.0' } } })",
        "1.9.0",
    ),
    ("new DocumentBuilder().setVersion('1')", "1"),
    ("const a = { deps: [{ name: 'a', version: '1.2.3' }] , version: '3.3.3'}", "3.3.3"),
    ("export const buildInfo = { version: '0.0.0', commit: '' }", "0.0.0"),
)
NONE = (
    "export default () => ({ api: { version: '1.0' } })",
    "const SWAGGER_VERSION = '2.0'",
    "new webpack.DefinePlugin({ VERSION: JSON.stringify('1.2.3') })",
    "// @version 9.9.9\nconst a = 1",
    "declare const VERSION: string; declare const __VERSION__: string;",
    "const x = y as { version: '1.0.0' }",
    "export const VERSION = { app: '1.2.3' }",
    "Object.defineProperty(exports, 'version', { value: '1.2.3' })",
    "export const API_VERSION = '1.0';",
    "tls.createServer({ minVersion: 'TLSv1.2', maxVersion: '1.3.0' })",
    "const [version, setVersion] = useState('1.0.0'); setVersion('2.0.0')",
    "@Controller({ path: 'x', version: '1' }) export class A { @Version('2') b() {} }",
    "export function A(){ return (<svg\n width={24}\n version='1.1'\n x='y'/>) }",
    "program.version(pkg.version)",
    "const v = cond ? version : '0.0.0'",
    "const stripe = new Stripe(key, { apiVersion: '2023-10-16' });",
    "module.exports = { mongodbMemoryServerOptions: { binary: { version: '4.0.3' } } }",
    (
        "export class CreateDto { @ApiProperty({ example: '1.2.3' }) version: string; name = "
        "'3.4.5' }"
    ),
    "export interface X { version: '1.0.0' }\n",
    "type X = { version: '1.0.0' }\n",
    "function f(version = '1.2.3') {}",
    "const f = (version: string = '1.2.3'): string => version",
    "const { version = '1.0.0' } = opts",
    "registerAs('database', () => ({ version: '15.6' }))",
    "describe('x', () => { it('reads', () => { const version = '1.2.3'; }) })",
    "if (version === '1.2.3') {}",
    "export enum ApiVersion { V1 = '1.0.0', V2 = '2.0.0' }",
    "export const TERRAFORM_VERSION = '1.4.2'",
    "/*",
    "'",
    "`${",
    "const plugins = [{ name: 'a', version: '1.2.3' }]",
    "const DB = { version: '1.2.3' }",
)
COMPUTED = (
    (
        "import { version } from '@src/../package.json';\n"
        "export default registerAs('app', () => ({ env: 1, version, url: 2 }));"
    ),
    "export { version } from '../package.json';",
    "import { VERSION as V } from './version';\nnew DocumentBuilder().setVersion(V)",
    (
        "const { version } = require('../../package.json');\n"
        "new DocumentBuilder().setVersion(version as string)"
    ),
    (
        "const pkg = JSON.parse(fs.readFileSync(path.join(__dirname, '..', 'package.json'), "
        "'utf8'));\n"
        "new DocumentBuilder().setVersion(pkg.version)"
    ),
    "new DocumentBuilder().setVersion(configService.get<string>('npm_package_version'))",
    "export function setup(app, version = '1.0') { new DocumentBuilder().setVersion(version) }",
    (
        "const apiVersion = configService.get<string>('API_VERSION', '1.0.0');\n"
        "new DocumentBuilder().setVersion(apiVersion)"
    ),
    "export const VERSION = '$VERSION$'",
    "export const VERSION = '__VERSION__'",
    "export const VERSION = '{{version}}'",
    (
        "const A = require('x'); const { VERSION } = process.env; export const x = { version: "
        "VERSION }"
    ),
    "export const config = { version: config.get('version'), name: 'x' }",
    "import { name, version } from '../package.json';\nexport const info = { name, version };",
    "import {API_VERSION} from './c';\nnew DocumentBuilder().setVersion(API_VERSION)",
    "import pkg from '../package.json' assert {type:'json'};\nprogram.version(pkg.version)",
    "export const VERSION = '1.2' + '.3'",
    "export const VERSION = `1.2.${PATCH}`",
    "export const version = '0.0.0-dev.' + sha",
    "const q = a / b; const VERSION = '1.2.3' / 2",
    "const VERSION = '1.2.3",
    "const app = { version: process.env.APP_VERSION || '1.2.3' }",
    "new DocumentBuilder().setVersion(process.env.V ? process.env.V : '1.0')",
    "new DocumentBuilder().setVersion(configService.get('app.version'))",
    "export const VERSION = new Version('21.0.0-' + 'next')",
    "export const environment = { version: require('../../package.json').version }",
)
SEVERAL = (
    (
        "new DocumentBuilder().setVersion('1.0')\n"
        ".build(); new DocumentBuilder().setVersion('2.0').build()"
    ),
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


@pytest.mark.parametrize("text", SEVERAL)
def test_different_versions_of_one_rank_are_not_chosen_from(text: str) -> None:
    with pytest.raises(UsageError, match="several versions"):
        found(NAME, text)
