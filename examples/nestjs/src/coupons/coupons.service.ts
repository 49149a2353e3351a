import { Injectable } from '@nestjs/common';
import { ErrorCode, failure } from '../common/errors.js';
import { paginate, type Paged } from '../common/paging.js';
import { CouponStatus, type CouponDto, type CouponQuery, type CreateCouponDto, type QuoteDto } from './coupons.dto.js';

@Injectable()
export class Coupons {
  private readonly offers = new Map<string, CreateCouponDto>();
  private readonly wallets = new Map<string, Map<string, CouponDto>>();

  offer(body: CreateCouponDto): CreateCouponDto {
    if (this.offers.has(body.code)) throw failure(ErrorCode.DUPLICATE, '이미 쓰는 쿠폰 코드입니다.');
    this.offers.set(body.code, body);
    return body;
  }

  withdraw(code: string): void {
    if (!this.offers.delete(code)) throw failure(ErrorCode.NOT_FOUND, '없는 쿠폰입니다.');
  }

  claim(memberId: string, code: string): CouponDto {
    const offer = this.offers.get(code);
    if (!offer) throw failure(ErrorCode.NOT_FOUND, '없는 쿠폰입니다.');
    const wallet = this.walletOf(memberId);
    if (wallet.has(code)) throw failure(ErrorCode.DUPLICATE, '이미 받은 쿠폰입니다.');
    const coupon = { ...offer, status: CouponStatus.USABLE };
    wallet.set(code, coupon);
    return coupon;
  }

  list(memberId: string, query: CouponQuery): Paged<CouponDto> {
    const mine = [...this.walletOf(memberId).values()].map((coupon) => ({ ...coupon, status: statusOf(coupon) }));
    return paginate(
      mine.filter((coupon) => !query.status || coupon.status === query.status),
      query,
    );
  }

  quote(memberId: string, code: string, amount: number): QuoteDto {
    const discount = discountOf(this.mine(memberId, code), amount);
    return { discount, total: amount - discount };
  }

  /** The discount for `amount`; the coupon is used up afterwards. */
  use(memberId: string, code: string, amount: number): number {
    const coupon = this.mine(memberId, code);
    const discount = discountOf(coupon, amount);
    if (!discount) throw failure(ErrorCode.WRONG_STATE, '이 주문에는 쓸 수 없는 쿠폰입니다.');
    coupon.status = CouponStatus.USED;
    return discount;
  }

  giveBack(memberId: string, code: string): void {
    this.mine(memberId, code).status = CouponStatus.USABLE;
  }

  private mine(memberId: string, code: string): CouponDto {
    const coupon = this.walletOf(memberId).get(code);
    if (!coupon) throw failure(ErrorCode.NOT_FOUND, '받지 않은 쿠폰입니다.');
    return coupon;
  }

  private walletOf(memberId: string): Map<string, CouponDto> {
    const wallet = this.wallets.get(memberId) ?? new Map<string, CouponDto>();
    this.wallets.set(memberId, wallet);
    return wallet;
  }
}

function statusOf(coupon: CouponDto): CouponStatus {
  const expired = coupon.status === CouponStatus.USABLE && coupon.expiresAt < new Date();
  return expired ? CouponStatus.EXPIRED : coupon.status;
}

function discountOf(coupon: CouponDto, amount: number): number {
  if (statusOf(coupon) !== CouponStatus.USABLE || amount < coupon.minimumOrder) return 0;
  switch (coupon.discount.kind) {
    case 'RATE':
      return Math.min(Math.floor((amount * coupon.discount.percent) / 100), coupon.discount.limit ?? amount);
    case 'AMOUNT':
      return Math.min(coupon.discount.amount, amount);
  }
}
