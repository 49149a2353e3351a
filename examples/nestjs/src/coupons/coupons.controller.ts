import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { MemberId, SignedIn, StaffOnly } from '../auth/session.guard.js';
import { ErrorDto } from '../common/errors.js';
import { ApiPaged, type Paged } from '../common/paging.js';
import { CouponDto, CouponQuery, CreateCouponDto, QuoteDto, QuoteQuery } from './coupons.dto.js';
import { Coupons } from './coupons.service.js';

@ApiTags('쿠폰')
@Controller({ path: 'coupons', version: '1' })
export class CouponsController {
  constructor(private readonly coupons: Coupons) {}

  @Post()
  @StaffOnly()
  @ApiOperation({ summary: '쿠폰 만들기', description: '`kind`가 `RATE`면 정률, `AMOUNT`면 정액 할인입니다.' })
  @ApiCreatedResponse({ description: '만든 쿠폰', type: CreateCouponDto })
  @ApiConflictResponse({ description: '이미 쓰는 코드', type: ErrorDto })
  offer(@Body() body: CreateCouponDto): CreateCouponDto {
    return this.coupons.offer(body);
  }

  @Delete(':code')
  @StaffOnly()
  @HttpCode(204)
  @ApiOperation({ summary: '쿠폰 발급 중단', description: '이미 받은 쿠폰은 그대로 쓸 수 있습니다.' })
  @ApiParam({ name: 'code', description: '쿠폰 코드', example: 'HANGUL2026' })
  @ApiNoContentResponse({ description: '중단됨' })
  @ApiNotFoundResponse({ description: '없는 쿠폰', type: ErrorDto })
  withdraw(@Param('code') code: string): void {
    this.coupons.withdraw(code);
  }

  @Get()
  @SignedIn()
  @ApiOperation({ summary: '내 쿠폰 목록 조회' })
  @ApiPaged(CouponDto, '내 쿠폰')
  list(@MemberId() id: string, @Query() query: CouponQuery): Paged<CouponDto> {
    return this.coupons.list(id, query);
  }

  @Post(':code/claim')
  @SignedIn()
  @ApiOperation({ summary: '쿠폰 받기' })
  @ApiParam({ name: 'code', description: '쿠폰 코드', example: 'HANGUL2026' })
  @ApiCreatedResponse({ description: '받은 쿠폰', type: CouponDto })
  @ApiNotFoundResponse({ description: '없는 쿠폰', type: ErrorDto })
  @ApiConflictResponse({ description: '이미 받은 쿠폰', type: ErrorDto })
  claim(@MemberId() id: string, @Param('code') code: string): CouponDto {
    return this.coupons.claim(id, code);
  }

  @Get(':code/quote')
  @SignedIn()
  @ApiOperation({ summary: '할인액 미리 보기', description: '쿠폰은 쓰이지 않습니다.' })
  @ApiParam({ name: 'code', description: '쿠폰 코드', example: 'HANGUL2026' })
  @ApiOkResponse({ description: '할인액', type: QuoteDto })
  @ApiNotFoundResponse({ description: '받지 않은 쿠폰', type: ErrorDto })
  quote(@MemberId() id: string, @Param('code') code: string, @Query() query: QuoteQuery): QuoteDto {
    return this.coupons.quote(id, code, query.amount);
  }
}
