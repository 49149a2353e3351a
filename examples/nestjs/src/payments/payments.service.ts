import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ErrorCode, failure } from '../common/errors.js';
import { Members } from '../members/members.service.js';
import { Orders } from '../orders/orders.service.js';
import { PaymentStatus, type PayDto, type PaymentDto, type RefundDto, type RefundRequestDto } from './payments.dto.js';

const POINT_RATE = 0.01;

interface Entry {
  memberId: string;
  payment: PaymentDto;
  refunds: RefundDto[];
}

@Injectable()
export class Payments {
  private readonly entries = new Map<string, Entry>();
  private readonly answers = new Map<string, PaymentDto | RefundDto>();

  constructor(
    private readonly orders: Orders,
    private readonly members: Members,
  ) {}

  pay(memberId: string, key: string, { orderId, means }: PayDto): PaymentDto {
    return this.once(`${memberId} pay ${key}`, () => {
      const { amounts } = this.orders.get(memberId, orderId);
      const member = this.members.get(memberId);
      if (means.kind === 'POINT' && member.points < amounts.total) {
        throw failure(ErrorCode.WRONG_STATE, '적립금이 모자랍니다.');
      }
      this.orders.pay(memberId, orderId);
      member.points += means.kind === 'POINT' ? -amounts.total : Math.floor(amounts.total * POINT_RATE);
      const payment: PaymentDto = {
        id: randomUUID(),
        orderId,
        kind: means.kind,
        status: PaymentStatus.APPROVED,
        amount: amounts.total,
        refunded: 0,
        approvedAt: new Date(),
      };
      this.entries.set(payment.id, { memberId, payment, refunds: [] });
      return payment;
    });
  }

  get(memberId: string, id: string): PaymentDto {
    return this.entry(memberId, id).payment;
  }

  refund(memberId: string, key: string, id: string, request: RefundRequestDto): RefundDto {
    return this.once(`${memberId} refund ${id} ${key}`, () => {
      const { payment, refunds } = this.entry(memberId, id);
      const rest = payment.amount - payment.refunded;
      const amount = request.amount ?? rest;
      if (!amount || amount > rest) throw failure(ErrorCode.WRONG_STATE, `환불할 수 있는 금액은 ${rest}원입니다.`);
      payment.refunded += amount;
      payment.status = amount === rest ? PaymentStatus.REFUNDED : PaymentStatus.PARTLY_REFUNDED;
      if (payment.status === PaymentStatus.REFUNDED) this.orders.refunded(memberId, payment.orderId);
      if (payment.kind === 'POINT') this.members.get(memberId).points += amount;
      const { reason, note = null } = request;
      const refund: RefundDto = { id: randomUUID(), amount, reason, note, refundedAt: new Date() };
      refunds.push(refund);
      return refund;
    });
  }

  refundsOf(memberId: string, id: string): RefundDto[] {
    return this.entry(memberId, id).refunds;
  }

  receipt(memberId: string, id: string): string {
    const { payment } = this.entry(memberId, id);
    const lines = this.orders.get(memberId, payment.orderId).lines;
    const goods = lines.map((line) => `${line.title} × ${line.quantity}  ${line.unitPrice * line.quantity}원`);
    return ['달빛책방 영수증', `주문 ${payment.orderId}`, ...goods, `결제 ${payment.amount}원`, ''].join('\n');
  }

  private entry(memberId: string, id: string): Entry {
    const entry = this.entries.get(id);
    if (entry?.memberId !== memberId) throw failure(ErrorCode.NOT_FOUND, '없는 결제입니다.');
    return entry;
  }

  /** What `act` gave the first time it was asked for under `key`. */
  private once<Answer extends PaymentDto | RefundDto>(key: string, act: () => Answer): Answer {
    const answer = (this.answers.get(key) as Answer | undefined) ?? act();
    this.answers.set(key, answer);
    return answer;
  }
}
