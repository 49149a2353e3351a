import { ApiExtraModels, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  Equals,
  IsEnum,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { ValidateNested } from 'class-validator';

export enum PaymentStatus {
  APPROVED = 'APPROVED',
  PARTLY_REFUNDED = 'PARTLY_REFUNDED',
  REFUNDED = 'REFUNDED',
}

export enum RefundReason {
  CHANGED_MIND = 'CHANGED_MIND',
  DAMAGED = 'DAMAGED',
  LATE = 'LATE',
  OTHER = 'OTHER',
}

export class CardMeans {
  @ApiProperty({ description: '결제 수단', enum: ['CARD'] })
  @Equals('CARD')
  kind: 'CARD';

  @ApiProperty({ description: '카드사가 준 일회용 토큰', minLength: 8, maxLength: 100, writeOnly: true })
  @IsString()
  @Length(8, 100)
  cardToken: string;

  @ApiPropertyOptional({ description: '할부 개월. 0은 일시불', type: 'integer', minimum: 0, maximum: 24, default: 0 })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(24)
  installments?: number;
}

export class TransferMeans {
  @ApiProperty({ description: '결제 수단', enum: ['TRANSFER'] })
  @Equals('TRANSFER')
  kind: 'TRANSFER';

  @ApiProperty({ description: '은행 코드', pattern: '^\\d{3}$', example: '004' })
  @Matches(/^\d{3}$/)
  bankCode: string;

  @ApiProperty({ description: '보내는 사람', minLength: 1, maxLength: 30, example: '김달빛' })
  @IsString()
  @Length(1, 30)
  sender: string;
}

export class PointMeans {
  @ApiProperty({ description: '결제 수단', enum: ['POINT'] })
  @Equals('POINT')
  kind: 'POINT';
}

export type Means = CardMeans | TransferMeans | PointMeans;

@ApiExtraModels(CardMeans, TransferMeans, PointMeans)
export class PayDto {
  @ApiProperty({ description: '결제할 주문의 번호', example: '20260302-0007' })
  @Matches(/^\d{8}-\d{4}$/)
  orderId: string;

  @ApiProperty({
    description: '결제 수단과 그 내용',
    oneOf: [
      { $ref: getSchemaPath(CardMeans) },
      { $ref: getSchemaPath(TransferMeans) },
      { $ref: getSchemaPath(PointMeans) },
    ],
    discriminator: {
      propertyName: 'kind',
      mapping: {
        CARD: getSchemaPath(CardMeans),
        TRANSFER: getSchemaPath(TransferMeans),
        POINT: getSchemaPath(PointMeans),
      },
    },
  })
  @IsObject()
  @ValidateNested()
  @Type(() => CardMeans, {
    keepDiscriminatorProperty: true,
    discriminator: {
      property: 'kind',
      subTypes: [
        { name: 'CARD', value: CardMeans },
        { name: 'TRANSFER', value: TransferMeans },
        { name: 'POINT', value: PointMeans },
      ],
    },
  })
  means: Means;
}

export class PaymentDto {
  @ApiProperty({ description: '결제 번호', format: 'uuid' })
  id: string;

  @ApiProperty({ description: '주문 번호', example: '20260302-0007' })
  orderId: string;

  @ApiProperty({ description: '결제 수단', enum: ['CARD', 'TRANSFER', 'POINT'] })
  kind: Means['kind'];

  @ApiProperty({ description: '결제 상태', enum: PaymentStatus, enumName: 'PaymentStatus' })
  status: PaymentStatus;

  @ApiProperty({ description: '결제 금액(원)', type: 'integer', minimum: 0, example: 17640 })
  amount: number;

  @ApiProperty({ description: '환불한 금액(원)', type: 'integer', minimum: 0, example: 0 })
  refunded: number;

  @ApiProperty({ description: '승인 시각', format: 'date-time' })
  approvedAt: Date;
}

export class RefundRequestDto {
  @ApiPropertyOptional({ description: '환불할 금액(원). 없으면 남은 금액 모두', type: 'integer', minimum: 1 })
  @IsOptional()
  @IsInt()
  @Min(1)
  amount?: number;

  @ApiProperty({ description: '까닭', enum: RefundReason, enumName: 'RefundReason' })
  @IsEnum(RefundReason)
  reason: RefundReason;

  @ApiPropertyOptional({ description: '자세한 까닭', type: String, maxLength: 500, nullable: true })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  note?: string | null;
}

export class RefundDto {
  @ApiProperty({ description: '환불 번호', format: 'uuid' })
  id: string;

  @ApiProperty({ description: '환불 금액(원)', type: 'integer', example: 9800 })
  amount: number;

  @ApiProperty({ description: '까닭', enum: RefundReason, enumName: 'RefundReason' })
  reason: RefundReason;

  @ApiProperty({ description: '자세한 까닭', type: String, nullable: true })
  note: string | null;

  @ApiProperty({ description: '환불 시각', format: 'date-time' })
  refundedAt: Date;
}
