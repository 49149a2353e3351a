import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

const DESCRIPTION = `
동네 책방 **달빛책방**의 앱과 매장 화면이 쓰는 API입니다.

### 시작하기

1. \`POST /api/v1/members\`로 가입합니다.
2. \`POST /api/v1/members/sessions\`로 로그인하고 \`accessToken\`을 받습니다.
3. 이후 요청의 \`Authorization\` 헤더에 \`Bearer {accessToken}\`을 넣습니다.

### 공통 규칙

| 항목 | 규칙 |
|---|---|
| 금액 | 원 단위 정수 |
| 시각 | UTC, RFC 3339 (\`2026-03-02T09:30:00Z\`) |
| 목록 | \`page\`는 1부터, \`size\`는 최대 100 |
| 오류 | 본문은 언제나 \`ErrorDto\`, 분기는 \`code\`로 |

> 결제와 환불 요청에는 \`Idempotency-Key\` 헤더가 반드시 있어야 합니다.
`.trim();

export function buildDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('달빛책방 API')
    .setDescription(DESCRIPTION)
    .setVersion('1.4.0')
    .setContact('달빛책방 개발팀', 'https://books.example.com/developers', 'dev@books.example.com')
    .setLicense('MIT', 'https://spdx.org/licenses/MIT.html')
    .setExternalDoc('운영 안내서', 'https://books.example.com/handbook')
    .addServer('https://api.books.example.com', '운영')
    .addServer('https://{stage}.books.example.com', '검증', {
      stage: { default: 'staging', enum: ['staging', 'qa'], description: '검증 환경' },
    })
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: '로그인에서 받은 토큰' }, 'access-token')
    .addTag('회원', '가입, 로그인, 내 정보')
    .addTag('도서', '도서 검색과 서평, 매장 직원의 도서 관리')
    .addTag('주문', '주문에서 배송까지')
    .addTag('결제', '결제, 환불, 영수증')
    .addTag('쿠폰', '쿠폰 발급과 사용')
    .addTag('알림', '앱 알림과 수신 설정')
    .build();
  return SwaggerModule.createDocument(app, config);
}
