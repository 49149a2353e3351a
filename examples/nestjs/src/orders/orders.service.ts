import { Injectable } from '@nestjs/common';
import { Books } from '../books/books.service.js';
import { ErrorCode, failure } from '../common/errors.js';
import { paginate, type Paged } from '../common/paging.js';
import { config } from '../config.js';
import { Coupons } from '../coupons/coupons.service.js';
import { Notifications } from '../notifications/notifications.service.js';
import { OrderStatus, type CreateOrderDto, type Delivery, type OrderDto, type OrderQuery } from './orders.dto.js';

interface Entry {
  memberId: string;
  order: OrderDto;
}

@Injectable()
export class Orders {
  private readonly entries = new Map<string, Entry>();

  constructor(
    private readonly books: Books,
    private readonly coupons: Coupons,
    private readonly notifications: Notifications,
  ) {}

  place(memberId: string, { lines, couponCode, delivery }: CreateOrderDto): OrderDto {
    const ordered = lines.map(({ isbn, quantity }) => {
      const { title, price, stock } = this.books.get(isbn);
      if (stock < quantity) throw failure(ErrorCode.OUT_OF_STOCK, `${title}의 재고가 부족합니다.`);
      return { isbn, quantity, title, unitPrice: price };
    });
    const goods = ordered.reduce((sum, line) => sum + line.unitPrice * line.quantity, 0);
    const discount = couponCode ? this.coupons.use(memberId, couponCode, goods) : 0;
    const fee = delivery.kind === 'PICKUP' || goods >= config.shop.freeDeliveryFrom ? 0 : config.shop.deliveryFee;
    for (const line of ordered) this.books.take(line.isbn, line.quantity);
    const orderedAt = new Date();
    const order: OrderDto = {
      id: `${orderedAt.toISOString().slice(0, 10).replaceAll('-', '')}-${String(this.entries.size + 1).padStart(4, '0')}`,
      status: OrderStatus.PENDING,
      lines: ordered,
      amounts: { goods, delivery: fee, discount, total: goods + fee - discount },
      couponCode: couponCode ?? null,
      delivery,
      trackingNumber: null,
      orderedAt,
    };
    this.entries.set(order.id, { memberId, order });
    return order;
  }

  list(memberId: string, query: OrderQuery): Paged<OrderDto> {
    const wanted = ({ memberId: owner, order }: Entry): boolean =>
      owner === memberId &&
      (!query.status || order.status === query.status) &&
      (!query.from || order.orderedAt >= new Date(query.from));
    return paginate(
      [...this.entries.values()]
        .filter(wanted)
        .map((entry) => entry.order)
        .reverse(),
      query,
    );
  }

  get(memberId: string, id: string): OrderDto {
    const entry = this.entries.get(id);
    if (entry?.memberId !== memberId) throw failure(ErrorCode.NOT_FOUND, '없는 주문입니다.');
    return entry.order;
  }

  redirect(memberId: string, id: string, delivery: Delivery): OrderDto {
    const order = this.get(memberId, id);
    requireStatus(order, OrderStatus.PENDING, OrderStatus.PAID);
    order.delivery = delivery;
    return order;
  }

  cancel(memberId: string, id: string): OrderDto {
    const order = this.get(memberId, id);
    requireStatus(order, OrderStatus.PENDING);
    this.void(memberId, order);
    return order;
  }

  pay(memberId: string, id: string): OrderDto {
    const order = this.get(memberId, id);
    requireStatus(order, OrderStatus.PENDING);
    order.status = OrderStatus.PAID;
    this.notifications.send(memberId, 'ORDER', `주문 ${id}의 결제가 끝났습니다.`);
    return order;
  }

  /** A paid order whose money goes back in full: its books return to the shelf. */
  refunded(memberId: string, id: string): void {
    const order = this.get(memberId, id);
    if (order.status === OrderStatus.PAID) this.void(memberId, order);
  }

  ship(id: string, trackingNumber: string): OrderDto {
    const entry = this.entries.get(id);
    if (!entry) throw failure(ErrorCode.NOT_FOUND, '없는 주문입니다.');
    requireStatus(entry.order, OrderStatus.PAID);
    Object.assign(entry.order, { status: OrderStatus.SHIPPED, trackingNumber });
    this.notifications.send(entry.memberId, 'DELIVERY', `주문 ${id}을 보냈습니다.`);
    return entry.order;
  }

  private void(memberId: string, order: OrderDto): void {
    for (const line of order.lines) this.books.giveBack(line.isbn, line.quantity);
    if (order.couponCode) this.coupons.giveBack(memberId, order.couponCode);
    order.status = OrderStatus.CANCELLED;
  }
}

function requireStatus(order: OrderDto, ...allowed: OrderStatus[]): void {
  if (!allowed.includes(order.status)) {
    throw failure(ErrorCode.WRONG_STATE, `${order.status} 상태의 주문에는 할 수 없습니다.`);
  }
}
