import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { Type as Cast } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';

export class PageQuery {
  @ApiPropertyOptional({ description: '쪽 번호', type: 'integer', minimum: 1, default: 1 })
  @Cast(() => Number)
  @IsInt()
  @Min(1)
  page: number = 1;

  @ApiPropertyOptional({ description: '한 쪽의 개수', type: 'integer', minimum: 1, maximum: 100, default: 20 })
  @Cast(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  size: number = 20;
}

export class PageDto {
  @ApiProperty({ description: '쪽 번호', type: 'integer', example: 1 })
  page: number;

  @ApiProperty({ description: '한 쪽의 개수', type: 'integer', example: 20 })
  size: number;

  @ApiProperty({ description: '전체 개수', type: 'integer', example: 134 })
  total: number;
}

export interface Paged<Item> extends PageDto {
  items: Item[];
}

export function paginate<Item>(all: Item[], { page, size }: PageQuery): Paged<Item> {
  return { page, size, total: all.length, items: all.slice((page - 1) * size, page * size) };
}

/** Documents a 200 response that holds one page of `model`. */
export function ApiPaged(model: Type<unknown>, description: string): MethodDecorator & ClassDecorator {
  return applyDecorators(
    ApiExtraModels(PageDto, model),
    ApiOkResponse({
      description,
      schema: {
        allOf: [
          { $ref: getSchemaPath(PageDto) },
          {
            type: 'object',
            required: ['items'],
            properties: { items: { type: 'array', items: { $ref: getSchemaPath(model) } } },
          },
        ],
      },
    }),
  );
}
