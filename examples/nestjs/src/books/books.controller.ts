import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query, UploadedFile } from '@nestjs/common';
import { UseInterceptors } from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
import {
  ApiConflictResponse,
  ApiConsumes,
  ApiBody,
  ApiCreatedResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { MemberId, Public, SignedIn, StaffOnly } from '../auth/session.guard.js';
import { ErrorCode, ErrorDto, failure } from '../common/errors.js';
import { ApiPaged, PageQuery, type Paged } from '../common/paging.js';
import { Members } from '../members/members.service.js';
import { BookDto, BookQuery, ImportFileDto, ImportResultDto, ReviewDto, UpdateBookDto } from './books.dto.js';
import { WriteReviewDto } from './books.dto.js';
import { Books } from './books.service.js';

@ApiTags('도서')
@Controller({ path: 'books', version: '1' })
export class BooksController {
  constructor(
    private readonly books: Books,
    private readonly members: Members,
  ) {}

  @Get()
  @Public()
  @ApiOperation({ summary: '도서 검색', description: '조건을 함께 주면 **모두** 맞는 책만 나옵니다.' })
  @ApiPaged(BookDto, '찾은 책')
  search(@Query() query: BookQuery): Paged<BookDto> {
    return this.books.search(query);
  }

  @Get(':isbn')
  @Public()
  @ApiOperation({ summary: '도서 상세 조회' })
  @ApiParam({ name: 'isbn', description: 'ISBN-13', example: '9791100000017' })
  @ApiOkResponse({ description: '책', type: BookDto })
  @ApiNotFoundResponse({ description: '없는 책', type: ErrorDto })
  get(@Param('isbn') isbn: string): BookDto {
    return this.books.get(isbn);
  }

  @Post()
  @StaffOnly()
  @ApiOperation({ summary: '도서 등록' })
  @ApiCreatedResponse({ description: '등록됨', type: BookDto })
  @ApiConflictResponse({ description: '이미 있는 ISBN', type: ErrorDto })
  add(@Body() body: BookDto): BookDto {
    return this.books.add(body);
  }

  @Patch(':isbn')
  @StaffOnly()
  @ApiOperation({ summary: '도서 수정' })
  @ApiParam({ name: 'isbn', description: 'ISBN-13' })
  @ApiOkResponse({ description: '바뀐 책', type: BookDto })
  @ApiNotFoundResponse({ description: '없는 책', type: ErrorDto })
  update(@Param('isbn') isbn: string, @Body() body: UpdateBookDto): BookDto {
    return this.books.update(isbn, body);
  }

  @Post('import')
  @StaffOnly()
  @HttpCode(200)
  @UseInterceptors(FileInterceptor('file'))
  @ApiOperation({
    summary: '도서 한꺼번에 등록',
    description: '항목은 `isbn,title,authors,genre,price,stock,publishedOn`이고 지은이는 `;`로 나눕니다.',
  })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: ImportFileDto })
  @ApiOkResponse({ description: '결과', type: ImportResultDto })
  import(@UploadedFile() file?: { buffer: Buffer }, @Body('overwrite') overwrite?: string): ImportResultDto {
    if (!file) throw failure(ErrorCode.INVALID, 'CSV 파일을 올려 주세요.');
    return this.books.importCsv(file.buffer.toString('utf8'), overwrite === 'true');
  }

  @Get(':isbn/reviews')
  @Public()
  @ApiOperation({ summary: '서평 목록 조회', description: '새 서평이 먼저 나옵니다.' })
  @ApiParam({ name: 'isbn', description: 'ISBN-13' })
  @ApiPaged(ReviewDto, '서평')
  @ApiNotFoundResponse({ description: '없는 책', type: ErrorDto })
  reviews(@Param('isbn') isbn: string, @Query() query: PageQuery): Paged<ReviewDto> {
    return this.books.reviewsOf(isbn, query);
  }

  @Post(':isbn/reviews')
  @SignedIn()
  @ApiOperation({ summary: '서평 쓰기' })
  @ApiParam({ name: 'isbn', description: 'ISBN-13' })
  @ApiCreatedResponse({ description: '쓴 서평', type: ReviewDto })
  @ApiNotFoundResponse({ description: '없는 책', type: ErrorDto })
  review(@MemberId() id: string, @Param('isbn') isbn: string, @Body() body: WriteReviewDto): ReviewDto {
    return this.books.review(isbn, this.members.get(id).nickname, body);
  }
}
