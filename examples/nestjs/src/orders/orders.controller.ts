import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
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
import { CancelOrderDto, CreateOrderDto, DeliveryDto, OrderDto, OrderQuery, ShipmentDto } from './orders.dto.js';
import { Orders } from './orders.service.js';

const ORDER_ID = { name: 'id', description: '주문 번호', example: '20260302-0007' };

@ApiTags('주문')
@Controller({ path: 'orders', version: '1' })
export class OrdersController {
  constructor(private readonly orders: Orders) {}

  @Post()
  @SignedIn()
  @ApiOperation({
    summary: '주문하기',
    description: '재고를 바로 잡아 둡니다. 책값이 15,000원 이상이거나 매장에서 받으면 배송비가 없습니다.',
  })
  @ApiCreatedResponse({ description: '받은 주문', type: OrderDto })
  @ApiNotFoundResponse({ description: '없는 책이나 쿠폰', type: ErrorDto })
  @ApiConflictResponse({ description: '재고 부족, 또는 쓸 수 없는 쿠폰', type: ErrorDto })
  place(@MemberId() memberId: string, @Body() body: CreateOrderDto): OrderDto {
    return this.orders.place(memberId, body);
  }

  @Get()
  @SignedIn()
  @ApiOperation({ summary: '주문 목록 조회', description: '새 주문이 먼저 나옵니다.' })
  @ApiPaged(OrderDto, '내 주문')
  list(@MemberId() memberId: string, @Query() query: OrderQuery): Paged<OrderDto> {
    return this.orders.list(memberId, query);
  }

  @Get(':id')
  @SignedIn()
  @ApiOperation({ summary: '주문 상세 조회' })
  @ApiParam(ORDER_ID)
  @ApiOkResponse({ description: '주문', type: OrderDto })
  @ApiNotFoundResponse({ description: '없는 주문', type: ErrorDto })
  get(@MemberId() memberId: string, @Param('id') id: string): OrderDto {
    return this.orders.get(memberId, id);
  }

  @Put(':id/delivery')
  @SignedIn()
  @ApiOperation({ summary: '받는 방법 바꾸기', description: '책을 보내기 전까지만 바꿀 수 있습니다.' })
  @ApiParam(ORDER_ID)
  @ApiOkResponse({ description: '바뀐 주문', type: OrderDto })
  @ApiConflictResponse({ description: '이미 보낸 주문', type: ErrorDto })
  redirect(@MemberId() memberId: string, @Param('id') id: string, @Body() body: DeliveryDto): OrderDto {
    return this.orders.redirect(memberId, id, body.delivery);
  }

  @Post(':id/cancel')
  @SignedIn()
  @HttpCode(200)
  @ApiOperation({
    summary: '주문 취소',
    description: '결제 전 주문만 취소합니다. 결제한 주문은 **환불**하세요.\n\n취소하면 재고와 쿠폰이 돌아옵니다.',
  })
  @ApiParam(ORDER_ID)
  @ApiOkResponse({ description: '취소된 주문', type: OrderDto })
  @ApiConflictResponse({ description: '취소할 수 없는 상태', type: ErrorDto })
  cancel(@MemberId() memberId: string, @Param('id') id: string, @Body() _body: CancelOrderDto): OrderDto {
    return this.orders.cancel(memberId, id);
  }

  @Delete(':id')
  @SignedIn()
  @HttpCode(204)
  @ApiOperation({
    summary: '주문 삭제',
    description: '`POST /api/v1/orders/{id}/cancel`을 쓰세요. 2.0에서 없어집니다.',
    deprecated: true,
  })
  @ApiParam(ORDER_ID)
  @ApiNoContentResponse({ description: '취소됨' })
  remove(@MemberId() memberId: string, @Param('id') id: string): void {
    this.orders.cancel(memberId, id);
  }

  @Post(':id/shipment')
  @StaffOnly()
  @ApiOperation({ summary: '발송 처리', description: '회원에게 `DELIVERY` 알림이 갑니다.' })
  @ApiParam(ORDER_ID)
  @ApiCreatedResponse({ description: '보낸 주문', type: OrderDto })
  @ApiConflictResponse({ description: '결제하지 않은 주문', type: ErrorDto })
  ship(@Param('id') id: string, @Body() body: ShipmentDto): OrderDto {
    return this.orders.ship(id, body.trackingNumber);
  }
}
