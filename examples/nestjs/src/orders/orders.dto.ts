import { ApiExtraModels, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, Equals, IsArray, IsDateString, IsEnum, IsInt } from 'class-validator';
import { IsObject, IsOptional, IsString, Length, Matches, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import { PageQuery } from '../common/paging.js';

export enum OrderStatus {
  PENDING = 'PENDING',
  PAID = 'PAID',
  SHIPPED = 'SHIPPED',
  CANCELLED = 'CANCELLED',
}

export class OrderLineDto {
  @ApiProperty({ description: 'ISBN-13', pattern: '^97[89]\\d{10}$', example: '9791100000017' })
  @Matches(/^97[89]\d{10}$/)
  isbn: string;

  @ApiProperty({ description: '수량', type: 'integer', minimum: 1, maximum: 99, example: 2 })
  @IsInt()
  @Min(1)
  @Max(99)
  quantity: number;
}

export class HomeDelivery {
  @ApiProperty({ description: '받는 방법', enum: ['HOME'] })
  @Equals('HOME')
  kind: 'HOME';

  @ApiProperty({ description: '받는 사람', minLength: 1, maxLength: 30, example: '김달빛' })
  @IsString()
  @Length(1, 30)
  receiver: string;

  @ApiProperty({ description: '휴대전화', pattern: '^01[016789]-?\\d{3,4}-?\\d{4}$', example: '010-0000-0000' })
  @Matches(/^01[016789]-?\d{3,4}-?\d{4}$/)
  phone: string;

  @ApiProperty({ description: '우편번호', pattern: '^\\d{5}$', example: '04524' })
  @Matches(/^\d{5}$/)
  zipCode: string;

  @ApiProperty({ description: '도로명 주소와 상세 주소', minLength: 5, maxLength: 200 })
  @IsString()
  @Length(5, 200)
  address: string;

  @ApiPropertyOptional({ description: '배송 기사에게 남기는 말', type: String, maxLength: 100, nullable: true })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  note?: string | null;
}

export class StorePickup {
  @ApiProperty({ description: '받는 방법', enum: ['PICKUP'] })
  @Equals('PICKUP')
  kind: 'PICKUP';

  @ApiProperty({ description: '매장', example: '서촌점' })
  @IsString()
  @Length(1, 30)
  store: string;

  @ApiProperty({ description: '찾으러 가는 날', format: 'date', example: '2026-03-14' })
  @IsDateString()
  pickupOn: string;
}

export type Delivery = HomeDelivery | StorePickup;

@ApiExtraModels(HomeDelivery, StorePickup)
export class DeliveryDto {
  @ApiProperty({
    description: '받는 방법과 그 내용',
    oneOf: [{ $ref: getSchemaPath(HomeDelivery) }, { $ref: getSchemaPath(StorePickup) }],
    discriminator: {
      propertyName: 'kind',
      mapping: { HOME: getSchemaPath(HomeDelivery), PICKUP: getSchemaPath(StorePickup) },
    },
  })
  @IsObject()
  @ValidateNested()
  @Type(() => HomeDelivery, {
    keepDiscriminatorProperty: true,
    discriminator: {
      property: 'kind',
      subTypes: [
        { name: 'HOME', value: HomeDelivery },
        { name: 'PICKUP', value: StorePickup },
      ],
    },
  })
  delivery: Delivery;
}

export class CreateOrderDto extends DeliveryDto {
  @ApiProperty({
    description: '주문할 책. 같은 책은 한 줄에 모읍니다.',
    type: [OrderLineDto],
    minItems: 1,
    maxItems: 50,
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @ArrayUnique((line: OrderLineDto) => line.isbn)
  @ValidateNested({ each: true })
  @Type(() => OrderLineDto)
  lines: OrderLineDto[];

  @ApiPropertyOptional({ description: '쓸 쿠폰의 코드', type: String, nullable: true, example: 'HANGUL2026' })
  @IsOptional()
  @IsString()
  couponCode?: string | null;
}

export class OrderedLineDto extends OrderLineDto {
  @ApiProperty({ description: '주문할 때의 제목', example: '하늘과 바람과 별과 시' })
  title: string;

  @ApiProperty({ description: '주문할 때의 가격(원)', type: 'integer', example: 9800 })
  unitPrice: number;
}

export class AmountsDto {
  @ApiProperty({ description: '책값(원)', type: 'integer', example: 19600 })
  goods: number;

  @ApiProperty({ description: '배송비(원)', type: 'integer', example: 0 })
  delivery: number;

  @ApiProperty({ description: '할인액(원)', type: 'integer', example: 1960 })
  discount: number;

  @ApiProperty({ description: '내야 할 금액(원)', type: 'integer', example: 17640 })
  total: number;
}

export class OrderDto extends DeliveryDto {
  @ApiProperty({ description: '주문 번호', pattern: '^\\d{8}-\\d{4}$', example: '20260302-0007' })
  id: string;

  @ApiProperty({ description: '주문 상태', enum: OrderStatus, enumName: 'OrderStatus', example: OrderStatus.PENDING })
  status: OrderStatus;

  @ApiProperty({ description: '주문한 책', type: [OrderedLineDto] })
  lines: OrderedLineDto[];

  @ApiProperty({ description: '금액', type: AmountsDto })
  amounts: AmountsDto;

  @ApiProperty({ description: '쓴 쿠폰의 코드', type: String, nullable: true })
  couponCode: string | null;

  @ApiProperty({ description: '송장 번호. 보내기 전에는 `null`', type: String, nullable: true })
  trackingNumber: string | null;

  @ApiProperty({ description: '주문 시각', format: 'date-time' })
  orderedAt: Date;
}

export class OrderQuery extends PageQuery {
  @ApiPropertyOptional({ description: '주문 상태', enum: OrderStatus, enumName: 'OrderStatus' })
  @IsOptional()
  @IsEnum(OrderStatus)
  status?: OrderStatus;

  @ApiPropertyOptional({ description: '이 날부터의 주문', type: String, format: 'date' })
  @IsOptional()
  @IsDateString()
  from?: string;
}

export class CancelOrderDto {
  @ApiPropertyOptional({
    description: '취소하는 까닭',
    type: String,
    maxLength: 200,
    example: '다른 책으로 바꾸려고 합니다.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  reason?: string;
}

export class ShipmentDto {
  @ApiProperty({ description: '송장 번호', pattern: '^\\d{10,14}$', example: '640012345678' })
  @Matches(/^\d{10,14}$/)
  trackingNumber: string;
}
