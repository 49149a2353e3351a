"""What the reference page says besides the settings' own English descriptions."""

from __future__ import annotations

from msgspec import Struct


class Words(Struct, frozen=True):
    """The page's own words in one language."""

    intro: str
    columns: tuple[str, str, str, str]
    top: str
    many: str
    named: str
    exclusive: str
    """Two settings, `{first}` and `{second}`, of which at most one is set."""
    needs: str
    """A setting, `{first}`, that is set only together with another, `{second}`."""
    string: str
    boolean: str
    number: str
    strings: str
    tables: str
    string_table: str


ENGLISH = Words(
    intro="""\
# Configuration reference

<!-- Generated from releasebot/config/schema.py by `make docs`: do not edit. -->

Every setting has a default: a repository needs no configuration at all.
Settings stand in `releasebot.toml`, or under `[tool.releasebot]` in `pyproject.toml`.
The nearest file counts, from the project's folder up to the top of the git work tree;
`--config FILE` names another one.
Paths are relative to the folder of the file that they stand in.

Whatever is wrong in the file, every wrong key, type and value, is told at once with its line,
and the command ends with exit code 2 before anything is written.

Editors that read JSON Schema complete and check the file with
[`releasebot.schema.json`](releasebot.schema.json).
""",
    columns=("Key", "Type", "Default", "Meaning"),
    top="Top of the file",
    many="Any number of these tables.",
    named="Any number of these tables, each under a name of its own.",
    exclusive="`{first}` and `{second}` exclude each other.",
    needs="`{first}` needs `{second}`.",
    string="string",
    boolean="boolean",
    number="number",
    strings="array of strings",
    tables="array of tables",
    string_table="table of strings",
)

KOREAN = Words(
    intro="""\
# 설정 참조

<!-- releasebot/config/schema.py에서 `make docs`로 만든 파일입니다. 고치지 마세요. -->

모든 설정에는 기본값이 있습니다. 설정 파일이 없어도 됩니다.
설정은 `releasebot.toml` 또는 `pyproject.toml`의 `[tool.releasebot]`에 씁니다.
프로젝트 폴더에서 git 작업 트리의 맨 위까지 올라가며 가장 가까운 파일을 씁니다.
다른 파일은 `--config 파일`로 지정합니다.
경로는 그 설정 파일이 있는 폴더를 기준으로 합니다.

잘못된 키, 타입, 값은 줄 번호와 함께 한 번에 모두 알려 주며,
아무것도 쓰지 않고 종료 코드 2로 끝납니다.

JSON Schema를 읽는 편집기는
[`releasebot.schema.json`](releasebot.schema.json)으로 자동 완성과 검사를 할 수 있습니다.
""",
    columns=("키", "타입", "기본값", "뜻"),
    top="파일 맨 위",
    many="이 테이블은 여러 번 쓸 수 있습니다.",
    named="이 테이블은 이름을 달리하여 여러 번 쓸 수 있습니다.",
    exclusive="`{first}`와 `{second}`는 함께 쓸 수 없습니다.",
    needs="`{first}`에는 `{second}`가 있어야 합니다.",
    string="문자열",
    boolean="참/거짓",
    number="숫자",
    strings="문자열 배열",
    tables="테이블 배열",
    string_table="문자열 테이블",
)

KOREAN_DESCRIPTIONS: dict[str, str] = {
    "name": "프로젝트 이름. 기본값: 매니페스트에 적힌 이름, 없으면 폴더 이름.",
    "version": "버전이 적힌 곳.",
    "version.file": "버전을 정하는 파일. 기본값: 흔히 쓰는 위치에서 찾습니다.",
    "version.selector": "`file` 안에서의 위치.",
    "version.pattern": "`file`에 쓸 정규식. `version`이라는 이름의 그룹이 하나 있어야 합니다.",
    "version.also": "같은 버전이 적혀 있어야 하는 다른 위치.",
    "version.also.file": "파일 경로.",
    "version.also.selector": "키 경로, JSON Pointer, 또는 상수나 호출의 이름.",
    "version.also.pattern": "`version`이라는 이름의 그룹이 하나 있는 정규식. 마지막 수단입니다.",
    "version.ignore": "프로젝트의 버전이 아닌 값이 적힌 파일의 glob.",
    "version.scheme": "버전의 순서를 정하고 올리는 방식.",
    "version.calver": "CalVer 방식의 패턴. 예: `YYYY.0M.MICRO`.",
    "release": "릴리스의 조건.",
    "release.branches": "릴리스할 수 있는 브랜치의 glob. 기본값: 모든 브랜치. "
    "풀 리퀘스트는 릴리스하지 않습니다.",
    "release.pushed": "커밋이 원격 저장소의 브랜치에 있어야 하는지 여부.",
    "tag": "git 태그.",
    "tag.template": "태그 이름. `{version}`과 `{name}`이 채워집니다.",
    "tag.remote": "원격 저장소. 기본값: 브랜치의 upstream, `origin`, 또는 하나뿐인 원격.",
    "tag.message": "태그 메시지. `name`, `version`, `tag`, `commit`을 쓸 수 있는 Jinja2 템플릿. "
    "기본값: 이름과 버전.",
    "tag.sign": "태그에 서명하는 방식. `auto`: git 설정(`tag.gpgSign`)을 따릅니다.",
    "tag.signing_key": "`gpg`나 `ssh`에 쓸 키: 키 ID 또는 키 파일의 경로. "
    "기본값: git의 `user.signingKey`.",
    "tag.allowed_signers": "`verify`가 믿을 ssh 서명자 파일(ssh-keygen(1), ALLOWED SIGNERS). "
    "기본값: git의 `gpg.ssh.allowedSignersFile`.",
    "check": "게이트를 실행하는 방식.",
    "check.jobs": "나란히 실행할 게이트의 최대 수.",
    "gates": "품질 게이트의 이름. 적힌 순서대로 표시됩니다.",
    "gates.command": "명령. 셸 없이 낱말로 나누어 실행합니다.",
    "gates.folder": "명령을 실행할 폴더.",
    "gates.timeout": "한 번의 실행에 걸려도 되는 시간(초).",
    "gates.env": "releasebot의 환경 변수에 더해 명령에 줄 변수.",
    "gates.pass_env": "releasebot이 게시에 쓰는 변수(예: `GITHUB_TOKEN`) 가운데 명령에도 줄 것. "
    "기본값: 없음.",
    "gates.report": "명령이 보고서를 쓰는 파일. 기본값: 표준 출력.",
    "gates.format": "보고서의 형식. `exit`: 종료 코드만 봅니다.",
    "gates.could_not_run": "장애, 시간 초과, 없는 도구, 읽을 수 없는 보고서일 때: "
    "릴리스를 멈추거나 알리기만 합니다.",
    "gates.retries": "실행할 수 없었던 게이트를 다시 시도하는 횟수.",
    "gates.after": "이 게이트보다 먼저 통과해야 하는 게이트.",
    "gates.coverage": "커버리지 보고서의 한도.",
    "gates.coverage.lines": "줄 커버리지의 하한(%).",
    "gates.coverage.branches": "분기 커버리지의 하한(%).",
    "gates.coverage.functions": "함수 커버리지의 하한(%).",
    "gates.coverage.statements": "구문 커버리지의 하한(%).",
    "gates.coverage.ratchet": "어떤 수치도 지난 릴리스보다 낮아질 수 없게 할지 여부.",
    "gates.coverage.slack": "그래도 낮아져도 되는 퍼센트포인트.",
    "gates.coverage.goal": "목표로 하는 줄 커버리지. 못 미치면 알리기만 합니다.",
    "gates.coverage.groups": "하한을 따로 두는 파일 묶음의 이름.",
    "gates.coverage.groups.files": "파일의 glob. 게이트가 실행되는 폴더를 기준으로 합니다.",
    "gates.coverage.groups.lines": "줄 커버리지의 하한(%).",
    "gates.coverage.groups.branches": "분기 커버리지의 하한(%).",
    "gates.coverage.groups.functions": "함수 커버리지의 하한(%).",
    "gates.coverage.groups.statements": "구문 커버리지의 하한(%).",
    "gates.load": "k6 보고서의 한도.",
    "gates.load.metric": "p95와 p99를 볼 k6 지표.",
    "gates.load.p95": "요청 100개 중 95개가 끝나야 하는 시간(밀리초).",
    "gates.load.p99": "요청 100개 중 99개가 끝나야 하는 시간(밀리초).",
    "gates.load.error_rate": "실패해도 되는 요청의 비율(0에서 1).",
    "gates.load.compare": "비교할 지난 릴리스의 수.",
    "gates.load.slower": "잡음이 아닐 때, 지난 릴리스들의 p95보다 얼마나 느리면 실패인지(비율).",
    "gates.load.false_alarms": "바뀌지 않은 API를 느려졌다고 잘못 알려도 되는 비율(0에서 0.2).",
    "gates.advisories": "알려진 취약점 보고서의 한도.",
    "gates.advisories.severity": "막기 시작하는 심각도.",
    "gates.advisories.unrated": "심각도가 없는 취약점(pip-audit의 모든 취약점)을 셀지 여부.",
    "gates.advisories.production_only": "개발에만 필요한 것은 넘어갈지 여부.",
    "gates.advisories.ignore": "얼마 동안 세지 않을 취약점.",
    "gates.advisories.ignore.id": "취약점의 id: GitHub, npm, Snyk의 id, CVE 또는 다른 이름.",
    "gates.advisories.ignore.reason": "이유. 설정을 읽는 사람을 위해 적습니다.",
    "gates.advisories.ignore.until": "넘어가는 마지막 날. 예: `2027-01-31`.",
    "gates.advisories.ignore.package": "이 예외가 적용되는 패키지. 기본값: 모든 패키지.",
    "gates.queries": "쿼리 로그의 한도.",
    "gates.queries.p95": "쿼리마다 100번 중 95번이 끝나야 하는 시간(밀리초).",
    "gates.queries.budget": "한 번의 실행을 느리다고 보기 시작하는 시간(밀리초).",
    "gates.queries.slow": "있어도 되는 느린 실행의 수.",
    "gates.queries.unit": "로그에 적힌 시간의 단위.",
    "gates.queries.query": "한 줄에서 쿼리가 있는 키. 기본값: 흔히 쓰는 키, 예를 들어 `query`.",
    "gates.queries.duration": "한 줄에서 시간이 있는 키. 기본값: 흔히 쓰는 키, 예를 들어 "
    "`duration`.",
    "gates.queries.plan": "한 줄에서 실행 계획이 있는 키. 기본값: 흔히 쓰는 키, 예를 들어 `plan`.",
    "notes": "릴리스 노트와 변경 이력.",
    "notes.language": "제목의 언어. `auto`: 커밋이 한국어이면 한국어.",
    "notes.groups": "제목과 그 순서. 기본값: 형식에 정해진 제목.",
    "notes.groups.heading": "제목.",
    "notes.groups.types": "그 아래에 놓일 커밋 타입(소문자). `*`는 나머지 전부.",
    "notes.template": "릴리스 노트를 쓸 Jinja2 템플릿.",
    "notes.file": "변경 이력 파일.",
    "notes.form": "변경 이력의 제목 형식. `auto`: 파일에 있는 형식, 없으면 `plain`.",
    "notes.paths": "이 경로를 바꾼 커밋만 셉니다. 기본값: 프로젝트 폴더.",
    "notes.newcomers": "처음 기여한 사람인지 알아보려고 찾아볼 이전 커밋 수. 0이면 적지 않습니다.",
    "spec": "OpenAPI 문서를 얻는 곳. 기본값: 흔히 쓰는 위치의 파일.",
    "spec.file": "문서 파일. `command`와 함께 쓰면 그 명령이 쓰는 파일.",
    "spec.url": "http 또는 https 주소.",
    "spec.command": "문서를 `file`이나 표준 출력에 쓰는 명령.",
    "spec.timeout": "명령 실행이나 다운로드의 제한 시간(초).",
    "spec.max_bytes": "모든 파일을 합친 문서의 최대 크기(바이트).",
    "spec.ref_folders": "프로젝트와 문서 폴더 밖에서 `$ref`로 읽어도 되는 폴더.",
    "spec.ref_urls": "`$ref`로 읽어도 되는 주소와 그 아래. 기본값: 없음.",
    "github": "GitHub 릴리스.",
    "github.enabled": "GitHub에도 릴리스를 만들지 여부.",
    "github.repository": "저장소(`owner/name`). 기본값: 원격 저장소 주소에서 찾습니다.",
    "github.api_url": "GitHub Enterprise 서버의 REST API 주소. 예: "
    "`https://github.example.com/api/v3`. 기본값: 원격 저장소의 호스트에서 찾고, 워크플로에서는 "
    "`GITHUB_API_URL`.",
    "github.publish": "초안을 공개할지 여부. 끄면 사람이 공개합니다.",
    "github.assets": "첨부할 것: OpenAPI 문서, 릴리스 노트 전문, 게이트의 `evidence.json`, "
    "`SHA256SUMS`.",
    "github.files": "더 첨부할 파일의 glob. 저마다 파일이 하나 이상 있어야 합니다.",
    "github.latest": "저장소의 최신 릴리스로 표시할지 여부. `auto`: 더 높은 정식 버전이 없을 때.",
    "github.dispatch": "릴리스를 공개한 뒤 그 태그에서 시작할 워크플로 파일.",
    "github.patience": "GitHub가 천천히 하라고 할 때 한 번의 실행이 기다리는 시간의 합(초).",
    "lint": "`releasebot api lint`가 알리는 것.",
    "lint.error": "종료 코드 3으로 끝나게 하는 규칙.",
    "lint.warn": "알리기만 하는 규칙.",
    "lint.off": "보지 않는 규칙.",
    "lint.ignore": "규칙을 적용하지 않는 곳.",
    "lint.ignore.rule": "규칙.",
    "lint.ignore.at": "JSON Pointer. 그곳과 그 아래에는 규칙을 적용하지 않습니다.",
    "lint.ignore.reason": "이유. 설정을 읽는 사람을 위해 적습니다.",
    "notify": "릴리스 알림.",
    "notify.to": "알릴 곳. 주소는 비밀이므로 환경 변수 `DISCORD_WEBHOOK_URL`, `SLACK_WEBHOOK_URL`, "
    "`RELEASE_WEBHOOK_URL`에 둡니다.",
    "notify.language": "알림의 언어. `auto`: 릴리스 노트의 언어.",
    "notify.template": "알림 본문을 쓸 Jinja2 템플릿.",
    "diff": "API 변경을 어떻게 볼지.",
    "diff.profiles": "클라이언트를 깨뜨리는 그 밖의 변경. `nestjs`: `forbidNonWhitelisted`를 쓰는 "
    "ValidationPipe가 모르는 속성을 거부할 때. `sdk`: 클라이언트를 생성할 때.",
    "diff.fail_on": "`releasebot api diff`가 종료 코드 3으로 끝나기 시작하는 수준.",
    "diff.language": "`api diff`와 `api notes`의 언어.",
    "diff.zero": "버전이 1.0.0보다 낮을 때 호환되지 않는 변경이 올리는 자리.",
    "diff.versions": "API가 버전보다 크게 바뀌었을 때 릴리스를 거부하고 `next`가 더 올릴지 여부.",
    "diff.notice_days": "사용 중단 예고와 `x-sunset` 사이에 있어야 하는 일수.",
    "diff.accepted": "이미 알고 있어 더 이상 세지 않는 변경.",
    "diff.accepted.fingerprint": "`releasebot api diff --format json`에 나오는 변경의 지문.",
    "diff.accepted.reason": "괜찮은 까닭.",
    "diff.accepted.until": "넘어가는 마지막 날. 예: `2027-01-31`.",
    "docs": "사이트와 Confluence에 똑같이 쓰이는 페이지 내용.",
    "docs.title": "제목. 기본값: 문서의 `info.title`.",
    "docs.language": "라벨의 언어. `auto`: 문서가 한국어이면 한국어.",
    "docs.pages": "태그마다 또는 오퍼레이션마다 한 페이지. `auto`: 오퍼레이션 수에 따라 정합니다.",
    "site": "문서 사이트.",
    "docs.samples": "직접 만드는 호출 코드.",
    "docs.samples.title": "탭의 제목. `curl`, `JavaScript`, `TypeScript (axios)`, `Python`이면 "
    "그 코드를 대신합니다.",
    "docs.samples.template": "Jinja2 템플릿. `method`, `url`, `headers`, `json`, `form`, "
    "`multipart`, `text`, `answers_json`을 쓸 수 있습니다.",
    "docs.samples.language": "코드를 색칠할 언어. 예: `kotlin`.",
    "docs.history": "API의 변경을 보여 주고 옮겨진 API의 옛 주소를 이어 줄 지난 릴리스의 수. "
    "0이면 하지 않습니다.",
    "docs.releases": "노트를 담은 페이지를 만들 최근 릴리스의 수. 0이면 릴리스에 관한 페이지를 "
    "만들지 않습니다.",
    "site.enabled": "릴리스할 때 사이트를 만들지 여부.",
    "site.folder": "사이트를 만들 폴더.",
    "site.url": "사이트가 놓일 주소.",
    "site.preview_url": "풀 리퀘스트의 페이지를 볼 수 있는 주소로, 댓글에 넣습니다. "
    "`{pull_request}`와 `{commit}`을 채웁니다. 기본값: 없음.",
    "site.branch": "버전마다 사이트를 나란히 배포할 브랜치. 예: `gh-pages`. 기본값: 없음.",
    "site.versions_folder": "버전마다 사이트를 나란히 둘 폴더. 예: 웹 서버의 폴더. 기본값: 없음.",
    "site.remote": "`branch`가 있는 git 원격 저장소. 기본값: 태그의 원격 저장소.",
    "site.console": "API를 호출해 볼 수 있는 페이지를 사이트에 둘지 여부.",
    "confluence": "Confluence 페이지.",
    "confluence.enabled": "릴리스할 때 페이지를 쓸지 여부.",
    "confluence.folder": "서버가 설정되지 않았을 때 페이지를 쓸 폴더.",
    "confluence.url": "서버 주소. `https://example.atlassian.net`, 범위가 제한된 토큰이면 "
    "`https://api.atlassian.com/ex/confluence/<cloud id>`, 또는 Data Center의 주소. "
    "인증 정보는 `CONFLUENCE_TOKEN`에서, Cloud이면 `CONFLUENCE_USER`에서도 읽습니다.",
    "confluence.space": "스페이스 키.",
    "confluence.parent": "상위 페이지의 제목 또는 id. 기본값: 스페이스의 홈 페이지.",
    "confluence.product": "서버의 종류. `auto`: 주소가 Atlassian의 것이면 Cloud.",
    "confluence.on_edit": "사람이 고친 페이지를 어떻게 할지: 충돌로 멈춤, 덮어씀, 그대로 둠, "
    "또는 표시된 블록만 씀.",
    "confluence.per_version": "버전마다 따로 페이지를 두고 제목에 버전을 붙일지 여부.",
    "confluence.archive_orphans": "API에서 사라진 것의 페이지를 보관할지 여부(Cloud만).",
    "confluence.labels": "모든 페이지에 붙일 레이블. `label_prefix` 뒤에 씁니다.",
    "confluence.label_prefix": "우리 레이블의 시작. 페이지의 다른 레이블은 건드리지 않습니다.",
    "confluence.attach_spec": "맨 위 페이지에 API 문서를 첨부할지 여부.",
    "confluence.page_limit": "페이지를 여러 개로 나누기 시작하는 크기(바이트). "
    "Confluence는 5 MB까지 받습니다.",
    "confluence.timeout": "서버의 응답을 기다리는 시간(초).",
    "images": "컨테이너 이미지.",
    "images.repository": "서비스의 저장소. 예: `ghcr.io/team/{env}-{service}`. "
    "`{env}`와 `{service}`가 채워집니다.",
    "images.image": "이 컴퓨터에 있는 이미지의 이름. "
    "`{env}`, `{service}`, `{version}`이 채워집니다.",
    "images.tag": "레지스트리에서 버전을 가리키는 태그. `{version}`이 채워집니다.",
    "images.client": "푸시할 프로그램. `auto`: 이미지가 있는 첫 번째 프로그램.",
    "images.environment": "릴리스할 환경. 기본값: 하나뿐인 환경.",
    "images.timeout": "이미지 하나를 푸시하는 제한 시간(초).",
    "images.plain_http": "TLS 없이 접속할 레지스트리(`host:port`).",
    "images.ecr": "이름이 다르지만 AWS ECR인 레지스트리(`host:port`).",
    "images.scan_on_push": "새로 만드는 ECR 저장소가 이미지를 검사할지 여부.",
    "images.immutable": "새로 만드는 ECR 저장소의 버전 태그를 옮길 수 없게 할지 여부. "
    "target 태그는 언제나 옮길 수 있습니다.",
    "images.services": "서비스의 이름. 적힌 순서대로 표시됩니다.",
    "images.services.repository": "레지스트리 호스트를 포함한 저장소. 기본값: `images.repository`.",
    "images.services.image": "이 컴퓨터에 있는 이미지의 이름. 기본값: `images.image`.",
    "images.services.archive": "엔진 없이 푸시할 OCI 레이아웃 또는 이미지 tar 파일. "
    "`{env}`, `{service}`, `{version}`이 채워집니다.",
    "images.services.version": "서비스의 버전이 적힌 곳. 기본값: 프로젝트의 버전.",
    "images.services.version.folder": "서비스의 폴더. 흔히 쓰는 위치에서 버전을 찾습니다.",
    "images.services.version.file": "버전이 적힌 파일.",
    "images.services.version.selector": "`file` 안에서의 위치.",
    "images.services.version.pattern": "`file`에 쓸 정규식. `version`이라는 이름의 그룹이 하나 "
    "있어야 합니다.",
    "telemetry": "실행의 추적과 지표. 아무것도 저절로 켜지지 않습니다.",
    "telemetry.traces": "실행마다 `OTEL_*` 변수가 가리키는 곳에 OTLP로 스팬을 보낼지 여부. "
    "기본값: `OTEL_TRACES_EXPORTER`에 `otlp`가 있을 때.",
    "telemetry.pushgateway": "실행의 지표를 보낼 Prometheus Pushgateway의 주소.",
    "telemetry.textfile_folder": "실행의 지표를 쓸 node_exporter textfile collector의 폴더.",
    "telemetry.timeout": "스팬과 지표를 받는 쪽을 실행이 끝날 때 모두 합쳐 기다릴 시간(초).",
    "environments": "배포할 환경의 이름.",
    "environments.target": "그 환경에서 실행할 이미지로 옮길 태그. `{env}`가 채워집니다.",
    "environments.role": "그 태그를 옮길 수 있는 역할. 기본값: `roles.steps.target`의 역할.",
    "roles": "누가 무엇을 할 수 있는지.",
    "roles.viewer": "계획을 볼 수 있는 사람. 기본값: 누구나.",
    "roles.releaser": "릴리스할 수 있는 사람: GitHub 사용자, `조직/팀` 형식의 팀, "
    "`permission:write`, `jenkins:ID` 형식의 Jenkins 사용자.",
    "roles.admin": "무엇이든 할 수 있는 사람. 같은 방식으로 적습니다.",
    "roles.jenkins": "빌드를 믿을 Jenkins 서버의 주소. "
    "인증 정보는 `JENKINS_USER`와 `JENKINS_TOKEN`에서 읽습니다.",
    "roles.steps": "릴리스의 각 부분에 필요한 역할.",
    "roles.steps.tag": "태그를 만들고 푸시할 때.",
    "roles.steps.images": "이미지를 푸시할 때.",
    "roles.steps.publish": "GitHub 릴리스를 만들고 공개하며 워크플로를 시작할 때.",
    "roles.steps.docs": "사이트와 Confluence 페이지를 게시할 때.",
    "roles.steps.target": "환경에 역할이 적혀 있지 않을 때, 그 환경에서 실행할 것을 바꿀 때.",
}
"""Every setting's description in Korean, by its dotted key."""
