import { applyDecorators, createParamDecorator, Injectable, SetMetadata } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiBearerAuth, ApiForbiddenResponse, ApiUnauthorizedResponse } from '@nestjs/swagger';
import type { Request } from 'express';
import { ErrorCode, ErrorDto, failure } from '../common/errors.js';
import { Sessions, type Session } from './sessions.js';

type Access = 'public' | 'member' | 'staff';
type WithSession = Request & { session?: Session };
const ACCESS = 'access';

/** Anybody may call it. */
export const Public = (): MethodDecorator => SetMetadata(ACCESS, 'public' satisfies Access);

/** A signed-in member may call it. */
export const SignedIn = (): MethodDecorator =>
  applyDecorators(
    SetMetadata(ACCESS, 'member' satisfies Access),
    ApiBearerAuth('access-token'),
    ApiUnauthorizedResponse({ description: '토큰이 없거나 만료됨', type: ErrorDto }),
  );

/** The shop's staff may call it. */
export const StaffOnly = (): MethodDecorator =>
  applyDecorators(
    SignedIn(),
    SetMetadata(ACCESS, 'staff' satisfies Access),
    ApiForbiddenResponse({ description: '매장 직원만 쓸 수 있음', type: ErrorDto }),
  );

/** The id of the member who calls. */
export const MemberId = createParamDecorator((_: unknown, context: ExecutionContext) => {
  return context.switchToHttp().getRequest<WithSession>().session?.memberId;
});

@Injectable()
export class SessionGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: Sessions,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const access = this.reflector.get<Access | undefined>(ACCESS, context.getHandler()) ?? 'member';
    if (access === 'public') return true;
    const request = context.switchToHttp().getRequest<WithSession>();
    const [scheme, token] = (request.headers.authorization ?? '').split(' ');
    const session = scheme === 'Bearer' && token ? this.sessions.read(token) : null;
    if (!session) throw failure(ErrorCode.UNAUTHENTICATED, '다시 로그인해 주세요.');
    if (access === 'staff' && !session.staff) throw failure(ErrorCode.FORBIDDEN, '매장 직원만 쓸 수 있습니다.');
    request.session = session;
    return true;
  }
}
