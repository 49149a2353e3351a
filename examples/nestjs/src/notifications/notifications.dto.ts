import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsInt, IsObject, IsOptional, Max, Min } from 'class-validator';

export enum NotificationKind {
  ORDER = 'ORDER',
  DELIVERY = 'DELIVERY',
  EVENT = 'EVENT',
}

export class NotificationDto {
  @ApiProperty({ description: '알림 번호', type: 'integer', format: 'int64', example: 512 })
  id: number;

  @ApiProperty({ description: '종류', enum: NotificationKind, enumName: 'NotificationKind' })
  kind: NotificationKind;

  @ApiProperty({ description: '내용', example: '주문 20260302-0007의 결제가 끝났습니다.' })
  text: string;

  @ApiProperty({ description: '읽은 시각. 읽지 않았으면 `null`', type: String, format: 'date-time', nullable: true })
  readAt: Date | null;

  @ApiProperty({ description: '보낸 시각', format: 'date-time' })
  sentAt: Date;
}

export class NotificationQuery {
  @ApiPropertyOptional({ description: '앞 응답의 `nextCursor`. 처음에는 비웁니다.', type: 'integer', minimum: 1 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  cursor?: number;

  @ApiPropertyOptional({ description: '최대 개수', type: 'integer', minimum: 1, maximum: 50, default: 20 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(50)
  limit: number = 20;
}

export class NotificationListDto {
  @ApiProperty({ description: '새 알림부터', type: [NotificationDto] })
  items: NotificationDto[];

  @ApiProperty({ description: '다음 쪽의 `cursor`. 더 없으면 `null`', type: 'integer', nullable: true, example: 492 })
  nextCursor: number | null;
}

export class MarkReadDto {
  @ApiProperty({
    description: '읽은 알림의 번호',
    type: [Number],
    uniqueItems: true,
    maxItems: 100,
    example: [512, 511],
  })
  @IsArray()
  @ArrayUnique()
  @ArrayMaxSize(100)
  @IsInt({ each: true })
  ids: number[];
}

export class NotificationSettingsDto {
  @ApiProperty({
    description: '종류마다 받을지. 없는 종류는 받습니다.',
    type: 'object',
    additionalProperties: { type: 'boolean' },
    example: { ORDER: true, DELIVERY: true, EVENT: false },
  })
  @IsObject()
  kinds: Record<string, boolean>;

  @ApiProperty({ description: '밤 9시부터 아침 8시까지 광고 알림을 받을지', default: false })
  @IsBoolean()
  nightEvents: boolean;
}
