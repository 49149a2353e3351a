import { applyDecorators, Body, Controller, Get, Header, Headers, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiHeader,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import { MemberId, SignedIn } from '../auth/session.guard.js';
import { ErrorCode, ErrorDto, failure } from '../common/errors.js';
import { PayDto, PaymentDto, RefundDto, RefundRequestDto } from './payments.dto.js';
import { Payments } from './payments.service.js';

const PAYMENT_ID = { name: 'id', description: '결제 번호', format: 'uuid' };

const ApiIdempotent = (): MethodDecorator =>
  applyDecorators(
    ApiHeader({
      name: 'Idempotency-Key',
      description: '요청마다 새로 만드는 값. 같은 값으로 다시 보내면 **처음의 결과**를 돌려줍니다.',
      required: true,
      schema: { type: 'string', minLength: 8, maxLength: 64 },
      example: 'b6f0c1de-5d0c-4d63-9a35-8f1f0f6d9c11',
    }),
    ApiBadRequestResponse({ description: '`Idempotency-Key`가 없거나 입력이 올바르지 않음', type: ErrorDto }),
  );

function requireKey(key: string | undefined): string {
  if (!key || key.length < 8 || key.length > 64) throw failure(ErrorCode.INVALID, 'Idempotency-Key가 필요합니다.');
  return key;
}

@ApiTags('결제')
@Controller({ path: 'payments', version: '1' })
export class PaymentsController {
  constructor(private readonly payments: Payments) {}

  @Post()
  @SignedIn()
  @ApiIdempotent()
  @ApiOperation({
    summary: '결제하기',
    description: `결제 수단마다 보내는 내용이 다릅니다.

- \`CARD\`: 카드 토큰과 할부 개월
- \`TRANSFER\`: 은행 코드와 보내는 사람
- \`POINT\`: 적립금으로 전액

카드와 계좌이체는 결제 금액의 1%를 적립합니다.`,
  })
  @ApiCreatedResponse({ description: '승인된 결제', type: PaymentDto })
  @ApiNotFoundResponse({ description: '없는 주문', type: ErrorDto })
  @ApiConflictResponse({ description: '결제할 수 없는 주문, 또는 모자란 적립금', type: ErrorDto })
  pay(@MemberId() id: string, @Headers('idempotency-key') key: string, @Body() body: PayDto): PaymentDto {
    return this.payments.pay(id, requireKey(key), body);
  }

  @Get(':id')
  @SignedIn()
  @ApiOperation({ summary: '결제 조회' })
  @ApiParam(PAYMENT_ID)
  @ApiOkResponse({ description: '결제', type: PaymentDto })
  @ApiNotFoundResponse({ description: '없는 결제', type: ErrorDto })
  get(@MemberId() memberId: string, @Param('id', ParseUUIDPipe) id: string): PaymentDto {
    return this.payments.get(memberId, id);
  }

  @Post(':id/refunds')
  @SignedIn()
  @ApiIdempotent()
  @ApiOperation({
    summary: '환불 요청',
    operationId: 'requestRefund',
    description: '여러 번 나누어 환불할 수 있습니다. 모두 환불하면 보내지 않은 주문은 취소됩니다.',
  })
  @ApiParam(PAYMENT_ID)
  @ApiCreatedResponse({ description: '환불', type: RefundDto })
  @ApiNotFoundResponse({ description: '없는 결제', type: ErrorDto })
  @ApiConflictResponse({ description: '남은 금액보다 많음', type: ErrorDto })
  refund(
    @MemberId() memberId: string,
    @Headers('idempotency-key') key: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: RefundRequestDto,
  ): RefundDto {
    return this.payments.refund(memberId, requireKey(key), id, body);
  }

  @Get(':id/refunds')
  @SignedIn()
  @ApiOperation({ summary: '환불 목록 조회' })
  @ApiParam(PAYMENT_ID)
  @ApiOkResponse({ description: '환불', type: [RefundDto] })
  @ApiNotFoundResponse({ description: '없는 결제', type: ErrorDto })
  refunds(@MemberId() memberId: string, @Param('id', ParseUUIDPipe) id: string): RefundDto[] {
    return this.payments.refundsOf(memberId, id);
  }

  @Get(':id/receipt')
  @SignedIn()
  @Header('Content-Type', 'text/plain; charset=utf-8')
  @ApiOperation({ summary: '영수증 받기' })
  @ApiParam(PAYMENT_ID)
  @ApiProduces('text/plain')
  @ApiOkResponse({ description: '영수증', schema: { type: 'string' } })
  @ApiNotFoundResponse({ description: '없는 결제', type: ErrorDto })
  receipt(@MemberId() memberId: string, @Param('id', ParseUUIDPipe) id: string): string {
    return this.payments.receipt(memberId, id);
  }
}
