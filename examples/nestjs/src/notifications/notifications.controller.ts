import { Body, Controller, Get, HttpCode, Post, Put, Query, Sse, type MessageEvent } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { map, type Observable } from 'rxjs';
import { MemberId, SignedIn } from '../auth/session.guard.js';
import { MarkReadDto, NotificationDto, NotificationListDto, NotificationQuery } from './notifications.dto.js';
import { NotificationSettingsDto } from './notifications.dto.js';
import { Notifications } from './notifications.service.js';

@ApiTags('알림')
@Controller({ path: 'notifications', version: '1' })
export class NotificationsController {
  constructor(private readonly notifications: Notifications) {}

  @Get()
  @SignedIn()
  @ApiOperation({ summary: '알림 목록 조회', description: '`nextCursor`가 `null`이 될 때까지 이어서 읽습니다.' })
  @ApiOkResponse({ description: '알림', type: NotificationListDto })
  list(@MemberId() id: string, @Query() query: NotificationQuery): NotificationListDto {
    return this.notifications.list(id, query);
  }

  @Post('read')
  @SignedIn()
  @HttpCode(204)
  @ApiOperation({ summary: '읽음으로 표시', description: '없는 번호는 그냥 지나칩니다.' })
  @ApiNoContentResponse({ description: '표시됨' })
  markRead(@MemberId() id: string, @Body() body: MarkReadDto): void {
    this.notifications.markRead(id, body.ids);
  }

  @Sse('stream')
  @SignedIn()
  @ApiOperation({ summary: '새 알림 받기', description: '연결을 열어 두면 새 알림이 올 때마다 한 건씩 보냅니다.' })
  @ApiExtraModels(NotificationDto)
  @ApiOkResponse({
    description: '`data`마다 알림 하나',
    content: { 'text/event-stream': { schema: { $ref: getSchemaPath(NotificationDto) } } },
  })
  stream(@MemberId() id: string): Observable<MessageEvent> {
    return this.notifications.stream(id).pipe(map((data) => ({ data })));
  }

  @Get('settings')
  @SignedIn()
  @ApiOperation({ summary: '수신 설정 조회' })
  @ApiOkResponse({ description: '수신 설정', type: NotificationSettingsDto })
  settings(@MemberId() id: string): NotificationSettingsDto {
    return this.notifications.settingsOf(id);
  }

  @Put('settings')
  @SignedIn()
  @ApiOperation({ summary: '수신 설정 바꾸기' })
  @ApiOkResponse({ description: '바뀐 수신 설정', type: NotificationSettingsDto })
  configure(@MemberId() id: string, @Body() body: NotificationSettingsDto): NotificationSettingsDto {
    return this.notifications.configure(id, body);
  }
}
