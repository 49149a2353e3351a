import { Injectable } from '@nestjs/common';
import { filter, map, Subject, type Observable } from 'rxjs';
import { NotificationKind, type NotificationDto, type NotificationListDto } from './notifications.dto.js';
import type { NotificationQuery, NotificationSettingsDto } from './notifications.dto.js';

@Injectable()
export class Notifications {
  private readonly boxes = new Map<string, NotificationDto[]>();
  private readonly settings = new Map<string, NotificationSettingsDto>();
  private readonly sent = new Subject<{ memberId: string; notification: NotificationDto }>();
  private lastId = 0;

  send(memberId: string, kind: keyof typeof NotificationKind, text: string): void {
    if (this.settingsOf(memberId).kinds[kind] === false) return;
    const notification = { id: ++this.lastId, kind: NotificationKind[kind], text, readAt: null, sentAt: new Date() };
    this.boxes.set(memberId, [notification, ...this.boxOf(memberId)]);
    this.sent.next({ memberId, notification });
  }

  list(memberId: string, { cursor, limit }: NotificationQuery): NotificationListDto {
    const rest = this.boxOf(memberId).filter((notification) => !cursor || notification.id <= cursor);
    return { items: rest.slice(0, limit), nextCursor: rest[limit]?.id ?? null };
  }

  markRead(memberId: string, ids: number[]): void {
    const readAt = new Date();
    for (const notification of this.boxOf(memberId)) {
      if (ids.includes(notification.id)) notification.readAt ??= readAt;
    }
  }

  stream(memberId: string): Observable<NotificationDto> {
    return this.sent.pipe(
      filter((event) => event.memberId === memberId),
      map((event) => event.notification),
    );
  }

  settingsOf(memberId: string): NotificationSettingsDto {
    return this.settings.get(memberId) ?? { kinds: {}, nightEvents: false };
  }

  configure(memberId: string, settings: NotificationSettingsDto): NotificationSettingsDto {
    this.settings.set(memberId, settings);
    return settings;
  }

  private boxOf(memberId: string): NotificationDto[] {
    return this.boxes.get(memberId) ?? [];
  }
}
