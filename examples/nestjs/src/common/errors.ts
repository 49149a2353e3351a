import { HttpException, HttpStatus, type ValidationError } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

export enum ErrorCode {
  INVALID = 'INVALID',
  UNAUTHENTICATED = 'UNAUTHENTICATED',
  FORBIDDEN = 'FORBIDDEN',
  NOT_FOUND = 'NOT_FOUND',
  DUPLICATE = 'DUPLICATE',
  OUT_OF_STOCK = 'OUT_OF_STOCK',
  WRONG_STATE = 'WRONG_STATE',
}

export class ErrorDto {
  @ApiProperty({ description: '프로그램이 분기할 때 쓰는 오류 코드', enum: ErrorCode, enumName: 'ErrorCode' })
  code: ErrorCode;

  @ApiProperty({ description: '사람에게 보여 줄 문장', example: '재고가 부족합니다.' })
  message: string;

  @ApiPropertyOptional({
    description: '항목별 오류. `code`가 `INVALID`일 때만 있습니다.',
    type: 'object',
    additionalProperties: { type: 'array', items: { type: 'string' } },
    example: { email: ['이메일 형식이 아닙니다.'] },
  })
  fields?: Record<string, string[]>;
}

const STATUS: Record<ErrorCode, HttpStatus> = {
  INVALID: HttpStatus.BAD_REQUEST,
  UNAUTHENTICATED: HttpStatus.UNAUTHORIZED,
  FORBIDDEN: HttpStatus.FORBIDDEN,
  NOT_FOUND: HttpStatus.NOT_FOUND,
  DUPLICATE: HttpStatus.CONFLICT,
  OUT_OF_STOCK: HttpStatus.CONFLICT,
  WRONG_STATE: HttpStatus.CONFLICT,
};

/** The exception whose response body is an `ErrorDto`. */
export function failure(code: ErrorCode, message: string, fields?: ErrorDto['fields']): HttpException {
  return new HttpException({ code, message, fields }, STATUS[code]);
}

export function invalid(errors: ValidationError[]): HttpException {
  return failure(ErrorCode.INVALID, '요청 내용이 올바르지 않습니다.', Object.fromEntries(fieldErrors(errors)));
}

function fieldErrors(errors: ValidationError[], prefix = ''): [string, string[]][] {
  return errors.flatMap((error) => [
    ...(error.constraints ? [[prefix + error.property, Object.values(error.constraints)] as [string, string[]]] : []),
    ...fieldErrors(error.children ?? [], `${prefix}${error.property}.`),
  ]);
}
