import { ApiExtraModels, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  Equals,
  IsDate,
  IsEnum,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { ValidateNested } from 'class-validator';
import { PageQuery } from '../common/paging.js';

export enum CouponStatus {
  USABLE = 'USABLE',
  USED = 'USED',
  EXPIRED = 'EXPIRED',
}

export class RateDiscount {
  @ApiProperty({ description: '할인 방식', enum: ['RATE'] })
  @Equals('RATE')
  kind: 'RATE';

  @ApiProperty({ description: '할인율(%)', type: 'integer', minimum: 1, maximum: 90, example: 10 })
  @IsInt()
  @Min(1)
  @Max(90)
  percent: number;

  @ApiPropertyOptional({ description: '할인 한도(원). 없으면 `null`', type: 'integer', minimum: 100, nullable: true })
  @IsOptional()
  @IsInt()
  @Min(100)
  limit?: number | null;
}

export class AmountDiscount {
  @ApiProperty({ description: '할인 방식', enum: ['AMOUNT'] })
  @Equals('AMOUNT')
  kind: 'AMOUNT';

  @ApiProperty({ description: '할인액(원)', type: 'integer', minimum: 100, example: 2000 })
  @IsInt()
  @Min(100)
  amount: number;
}

export type Discount = RateDiscount | AmountDiscount;

@ApiExtraModels(RateDiscount, AmountDiscount)
export class CreateCouponDto {
  @ApiProperty({ description: '쿠폰 코드', pattern: '^[A-Z0-9]{4,20}$', example: 'HANGUL2026' })
  @Matches(/^[A-Z0-9]{4,20}$/)
  code: string;

  @ApiProperty({ description: '쿠폰 이름', minLength: 1, maxLength: 40, example: '한글날 쿠폰' })
  @IsString()
  @Length(1, 40)
  name: string;

  @ApiProperty({
    description: '할인 내용',
    oneOf: [{ $ref: getSchemaPath(RateDiscount) }, { $ref: getSchemaPath(AmountDiscount) }],
    discriminator: {
      propertyName: 'kind',
      mapping: { RATE: getSchemaPath(RateDiscount), AMOUNT: getSchemaPath(AmountDiscount) },
    },
  })
  @IsObject()
  @ValidateNested()
  @Type(() => RateDiscount, {
    keepDiscriminatorProperty: true,
    discriminator: {
      property: 'kind',
      subTypes: [
        { name: 'RATE', value: RateDiscount },
        { name: 'AMOUNT', value: AmountDiscount },
      ],
    },
  })
  discount: Discount;

  @ApiPropertyOptional({ description: '쓸 수 있는 최소 주문 금액(원)', type: 'integer', minimum: 0, default: 0 })
  @IsOptional()
  @IsInt()
  @Min(0)
  minimumOrder: number = 0;

  @ApiProperty({
    description: '이 시각까지 쓸 수 있음',
    type: String,
    format: 'date-time',
    example: '2026-10-31T14:59:59Z',
  })
  @Type(() => Date)
  @IsDate()
  expiresAt: Date;
}

export class CouponDto extends CreateCouponDto {
  @ApiProperty({ description: '상태', enum: CouponStatus, enumName: 'CouponStatus' })
  status: CouponStatus;
}

export class CouponQuery extends PageQuery {
  @ApiPropertyOptional({ description: '상태', enum: CouponStatus, enumName: 'CouponStatus' })
  @IsOptional()
  @IsEnum(CouponStatus)
  status?: CouponStatus;
}

export class QuoteQuery {
  @ApiProperty({ description: '주문 금액(원)', type: 'integer', minimum: 0, example: 18300 })
  @Type(() => Number)
  @IsInt()
  @Min(0)
  amount: number;
}

export class QuoteDto {
  @ApiProperty({ description: '깎이는 금액(원). 쓸 수 없으면 0', type: 'integer', example: 1830 })
  discount: number;

  @ApiProperty({ description: '내야 할 금액(원)', type: 'integer', example: 16470 })
  total: number;
}
