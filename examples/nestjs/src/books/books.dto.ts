import { ApiProperty, ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsDateString, IsEnum, IsInt } from 'class-validator';
import { IsOptional, IsString, Length, Matches, Max, MaxLength, Min } from 'class-validator';
import { PageQuery } from '../common/paging.js';

export enum Genre {
  NOVEL = 'NOVEL',
  POETRY = 'POETRY',
  ESSAY = 'ESSAY',
  COMICS = 'COMICS',
  CHILDREN = 'CHILDREN',
}

export enum BookSort {
  NEWEST = 'NEWEST',
  PRICE_ASC = 'PRICE_ASC',
  PRICE_DESC = 'PRICE_DESC',
  TITLE = 'TITLE',
}

export class BookDto {
  @ApiProperty({ description: '하이픈 없는 ISBN-13', pattern: '^97[89]\\d{10}$', example: '9791100000017' })
  @Matches(/^97[89]\d{10}$/)
  isbn: string;

  @ApiProperty({ description: '제목', minLength: 1, maxLength: 200, example: '하늘과 바람과 별과 시' })
  @IsString()
  @Length(1, 200)
  title: string;

  @ApiProperty({ description: '지은이', type: [String], minItems: 1, maxItems: 10, example: ['윤동주'] })
  @IsArray()
  @ArrayMaxSize(10)
  @IsString({ each: true })
  authors: string[];

  @ApiProperty({ description: '분야', enum: Genre, enumName: 'Genre' })
  @IsEnum(Genre)
  genre: Genre;

  @ApiProperty({ description: '판매가(원)', type: 'integer', minimum: 0, maximum: 1_000_000, example: 9800 })
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  price: number;

  @ApiProperty({ description: '남은 수량', type: 'integer', minimum: 0, example: 12 })
  @IsInt()
  @Min(0)
  stock: number;

  @ApiProperty({ description: '펴낸 날', format: 'date', example: '1948-01-30' })
  @IsDateString()
  publishedOn: string;

  @ApiPropertyOptional({ description: '책 소개. CommonMark를 쓸 수 있습니다.', maxLength: 5000 })
  @IsOptional()
  @IsString()
  @MaxLength(5000)
  introduction?: string;

  @ApiPropertyOptional({ description: '예전 분류 번호. `genre`를 쓰세요.', deprecated: true, example: '811.6' })
  @IsOptional()
  @IsString()
  kdc?: string;
}

export class UpdateBookDto extends PartialType(OmitType(BookDto, ['isbn'] as const)) {}

export class BookQuery extends PageQuery {
  @ApiPropertyOptional({ description: '제목이나 지은이에 들어 있는 말', maxLength: 50, example: '별' })
  @IsOptional()
  @IsString()
  @MaxLength(50)
  q?: string;

  @ApiPropertyOptional({ description: '분야. 여러 번 쓸 수 있습니다.', enum: Genre, enumName: 'Genre', isArray: true })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => [value].flat())
  @ArrayUnique()
  @IsEnum(Genre, { each: true })
  genre?: Genre[];

  @ApiPropertyOptional({ description: '최고 가격(원)', type: 'integer', minimum: 0 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  maxPrice?: number;

  @ApiPropertyOptional({ description: '재고가 있는 책만', type: Boolean, default: false })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => value === true || value === 'true')
  @IsBoolean()
  inStock?: boolean;

  @ApiPropertyOptional({ description: '정렬', enum: BookSort, enumName: 'BookSort', default: BookSort.NEWEST })
  @IsOptional()
  @IsEnum(BookSort)
  sort: BookSort = BookSort.NEWEST;
}

export class WriteReviewDto {
  @ApiProperty({ description: '별점', type: 'integer', minimum: 1, maximum: 5, example: 5 })
  @IsInt()
  @Min(1)
  @Max(5)
  stars: number;

  @ApiProperty({ description: '서평', minLength: 10, maxLength: 2000, example: '밤에 읽으면 더 좋은 시집입니다.' })
  @IsString()
  @Length(10, 2000)
  text: string;

  @ApiPropertyOptional({ description: '줄거리를 밝히는 글인지', default: false })
  @IsOptional()
  @IsBoolean()
  spoiler?: boolean;
}

export class ReviewDto extends WriteReviewDto {
  @ApiProperty({ description: '서평 번호', type: 'integer', format: 'int64', example: 31 })
  id: number;

  @ApiProperty({ description: '쓴 사람', example: '달빛독자' })
  writer: string;

  @ApiProperty({ description: '쓴 시각', format: 'date-time' })
  writtenAt: Date;
}

export class ImportFileDto {
  @ApiProperty({ description: '첫 줄에 항목 이름이 있는 UTF-8 CSV', type: 'string', format: 'binary' })
  file: unknown;

  @ApiPropertyOptional({ description: '이미 있는 ISBN이면 덮어쓸지', type: Boolean, default: false })
  overwrite?: boolean;
}

export class ImportResultDto {
  @ApiProperty({ description: '새로 넣은 책', type: 'integer', example: 40 })
  added: number;

  @ApiProperty({ description: '바꾼 책', type: 'integer', example: 2 })
  replaced: number;

  @ApiProperty({
    description: '넣지 못한 줄과 그 까닭',
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { '17': 'ISBN이 13자리가 아닙니다.' },
  })
  rejected: Record<string, string>;
}
