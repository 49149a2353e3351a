import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Put, UploadedFile } from '@nestjs/common';
import { UseInterceptors } from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
import {
  ApiBadRequestResponse,
  ApiBody,
  ApiConflictResponse,
  ApiConsumes,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiUnauthorizedResponse,
} from '@nestjs/swagger';
import { MemberId, Public, SignedIn } from '../auth/session.guard.js';
import { ErrorCode, ErrorDto, failure } from '../common/errors.js';
import { JoinDto, LoginDto, MemberDto, PhotoDto, SessionDto, UpdateMemberDto } from './members.dto.js';
import { Members } from './members.service.js';

const EXTENSIONS: Record<string, string> = { 'image/png': 'png', 'image/jpeg': 'jpg' };

@ApiTags('회원')
@Controller({ path: 'members', version: '1' })
export class MembersController {
  constructor(private readonly members: Members) {}

  @Post()
  @Public()
  @ApiOperation({ summary: '회원 가입', description: '가입하면 등급은 `SPROUT`에서 시작합니다.' })
  @ApiCreatedResponse({ description: '가입됨', type: MemberDto })
  @ApiBadRequestResponse({ description: '입력이 올바르지 않음', type: ErrorDto })
  @ApiConflictResponse({ description: '이미 가입한 이메일', type: ErrorDto })
  join(@Body() body: JoinDto): MemberDto {
    return this.members.join(body);
  }

  @Post('sessions')
  @Public()
  @ApiOperation({ summary: '로그인', operationId: 'login' })
  @ApiCreatedResponse({ description: '로그인됨', type: SessionDto })
  @ApiUnauthorizedResponse({ description: '이메일이나 비밀번호가 다름', type: ErrorDto })
  login(@Body() body: LoginDto): SessionDto {
    return this.members.login(body);
  }

  @Get('me')
  @SignedIn()
  @ApiOperation({ summary: '내 정보 조회' })
  @ApiOkResponse({ description: '내 정보', type: MemberDto })
  me(@MemberId() id: string): MemberDto {
    return this.members.get(id);
  }

  @Patch('me')
  @SignedIn()
  @ApiOperation({
    summary: '내 정보 수정',
    description: '보낸 항목만 바뀝니다. `birthday`에 `null`을 보내면 지워집니다.',
  })
  @ApiOkResponse({ description: '바뀐 내 정보', type: MemberDto })
  update(@MemberId() id: string, @Body() body: UpdateMemberDto): MemberDto {
    return this.members.update(id, body);
  }

  @Put('me/photo')
  @SignedIn()
  @UseInterceptors(FileInterceptor('photo', { limits: { fileSize: 2 * 1024 * 1024 } }))
  @ApiOperation({ summary: '내 사진 올리기' })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: PhotoDto })
  @ApiOkResponse({ description: '바뀐 내 정보', type: MemberDto })
  @ApiBadRequestResponse({ description: '사진이 아니거나 너무 큼', type: ErrorDto })
  photo(@MemberId() id: string, @UploadedFile() file?: { mimetype: string }): MemberDto {
    const extension = EXTENSIONS[file?.mimetype ?? ''];
    if (!extension) throw failure(ErrorCode.INVALID, 'PNG나 JPEG 사진을 올려 주세요.');
    return this.members.setPhoto(id, `photo.${extension}`);
  }

  @Delete('me')
  @SignedIn()
  @HttpCode(204)
  @ApiOperation({ summary: '탈퇴', description: '되돌릴 수 없습니다. 남은 적립금과 쿠폰은 사라집니다.' })
  @ApiNoContentResponse({ description: '탈퇴됨' })
  leave(@MemberId() id: string): void {
    this.members.leave(id);
  }
}
