import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { SessionGuard } from './auth/session.guard.js';
import { Sessions } from './auth/sessions.js';
import { BooksController } from './books/books.controller.js';
import { Books } from './books/books.service.js';
import { CouponsController } from './coupons/coupons.controller.js';
import { Coupons } from './coupons/coupons.service.js';
import { HealthController } from './health.controller.js';
import { MembersController } from './members/members.controller.js';
import { Members } from './members/members.service.js';
import { NotificationsController } from './notifications/notifications.controller.js';
import { Notifications } from './notifications/notifications.service.js';
import { OrdersController } from './orders/orders.controller.js';
import { Orders } from './orders/orders.service.js';
import { PaymentsController } from './payments/payments.controller.js';
import { Payments } from './payments/payments.service.js';

@Module({
  controllers: [
    HealthController,
    MembersController,
    BooksController,
    OrdersController,
    PaymentsController,
    CouponsController,
    NotificationsController,
  ],
  providers: [
    Sessions,
    Members,
    Books,
    Orders,
    Payments,
    Coupons,
    Notifications,
    { provide: APP_GUARD, useClass: SessionGuard },
  ],
})
export class AppModule {}
