import { Injectable } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { ErrorCode, failure } from '../common/errors.js';
import { paginate, type Paged, type PageQuery } from '../common/paging.js';
import { BookDto, BookSort, Genre, type BookQuery, type ImportResultDto } from './books.dto.js';
import type { ReviewDto, UpdateBookDto, WriteReviewDto } from './books.dto.js';

const ORDER: Record<BookSort, (a: BookDto, b: BookDto) => number> = {
  NEWEST: (a, b) => b.publishedOn.localeCompare(a.publishedOn),
  PRICE_ASC: (a, b) => a.price - b.price,
  PRICE_DESC: (a, b) => b.price - a.price,
  TITLE: (a, b) => a.title.localeCompare(b.title, 'ko'),
};

const SHELF: BookDto[] = [
  {
    isbn: '9791100000017',
    title: '하늘과 바람과 별과 시',
    authors: ['윤동주'],
    genre: Genre.POETRY,
    price: 9800,
    stock: 12,
    publishedOn: '1948-01-30',
  },
  {
    isbn: '9791100000024',
    title: '운수 좋은 날',
    authors: ['현진건'],
    genre: Genre.NOVEL,
    price: 8500,
    stock: 3,
    publishedOn: '1924-06-01',
  },
];

@Injectable()
export class Books {
  private readonly books = new Map(SHELF.map((book) => [book.isbn, { ...book }]));
  private readonly reviews = new Map<string, ReviewDto[]>();
  private lastReview = 0;

  search(query: BookQuery): Paged<BookDto> {
    const wanted = (book: BookDto): boolean =>
      (!query.q || [book.title, ...book.authors].some((text) => text.includes(query.q ?? ''))) &&
      (!query.genre || query.genre.includes(book.genre)) &&
      (query.maxPrice === undefined || book.price <= query.maxPrice) &&
      (!query.inStock || book.stock > 0);
    return paginate([...this.books.values()].filter(wanted).sort(ORDER[query.sort]), query);
  }

  get(isbn: string): BookDto {
    const book = this.books.get(isbn);
    if (!book) throw failure(ErrorCode.NOT_FOUND, '없는 책입니다.');
    return book;
  }

  add(book: BookDto): BookDto {
    if (this.books.has(book.isbn)) throw failure(ErrorCode.DUPLICATE, '이미 있는 책입니다.');
    this.books.set(book.isbn, book);
    return book;
  }

  update(isbn: string, changes: UpdateBookDto): BookDto {
    return Object.assign(this.get(isbn), changes);
  }

  take(isbn: string, quantity: number): void {
    const book = this.get(isbn);
    if (book.stock < quantity) throw failure(ErrorCode.OUT_OF_STOCK, `${book.title}의 재고가 부족합니다.`);
    book.stock -= quantity;
  }

  giveBack(isbn: string, quantity: number): void {
    this.get(isbn).stock += quantity;
  }

  importCsv(csv: string, overwrite: boolean): ImportResultDto {
    const [header = '', ...lines] = csv.split(/\r?\n/).filter((line) => line.trim());
    const names = header.split(',');
    const result: ImportResultDto = { added: 0, replaced: 0, rejected: {} };
    for (const [index, line] of lines.entries()) {
      const book = readBook(names, line.split(','));
      const known = this.books.has(book.isbn);
      const faults = validateSync(book);
      if (faults.length || (known && !overwrite)) {
        result.rejected[index + 2] = faults.length ? faults.map((fault) => fault.property).join(', ') : '이미 있는 책';
        continue;
      }
      this.books.set(book.isbn, book);
      result[known ? 'replaced' : 'added'] += 1;
    }
    return result;
  }

  reviewsOf(isbn: string, query: PageQuery): Paged<ReviewDto> {
    this.get(isbn);
    return paginate(this.reviews.get(isbn) ?? [], query);
  }

  review(isbn: string, writer: string, body: WriteReviewDto): ReviewDto {
    this.get(isbn);
    const review = { id: ++this.lastReview, writer, writtenAt: new Date(), ...body };
    this.reviews.set(isbn, [review, ...(this.reviews.get(isbn) ?? [])]);
    return review;
  }
}

function readBook(names: string[], cells: string[]): BookDto {
  const row = Object.fromEntries(names.map((name, column) => [name, cells[column] ?? '']));
  return plainToInstance(BookDto, {
    ...row,
    authors: (row.authors ?? '').split(';'),
    price: Number(row.price),
    stock: Number(row.stock),
  });
}
