import { randomBytes, randomUUID, scryptSync, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Sessions } from '../auth/sessions.js';
import { ErrorCode, failure } from '../common/errors.js';
import { MemberGrade, type JoinDto, type LoginDto, type MemberDto, type SessionDto } from './members.dto.js';
import type { UpdateMemberDto } from './members.dto.js';

interface Account {
  member: MemberDto;
  salt: Buffer;
  hash: Buffer;
  staff: boolean;
}

@Injectable()
export class Members {
  private readonly accounts = new Map<string, Account>();

  constructor(private readonly sessions: Sessions) {}

  join({ email, password, nickname, birthday }: JoinDto): MemberDto {
    if (this.byEmail(email)) throw failure(ErrorCode.DUPLICATE, '이미 가입한 이메일입니다.');
    const salt = randomBytes(16);
    const member: MemberDto = {
      id: randomUUID(),
      email,
      nickname,
      birthday: birthday ?? null,
      grade: MemberGrade.SPROUT,
      points: 0,
      photoUrl: null,
      joinedAt: new Date(),
    };
    const staff = email.endsWith('@books.example.com');
    this.accounts.set(member.id, { member, salt, hash: scryptSync(password, salt, 32), staff });
    return member;
  }

  login({ email, password }: LoginDto): SessionDto {
    const account = this.byEmail(email);
    if (!account || !timingSafeEqual(account.hash, scryptSync(password, account.salt, 32))) {
      throw failure(ErrorCode.UNAUTHENTICATED, '이메일이나 비밀번호가 다릅니다.');
    }
    const { token, expiresAt } = this.sessions.issue(account.member.id, account.staff);
    return { accessToken: token, expiresAt };
  }

  get(id: string): MemberDto {
    const account = this.accounts.get(id);
    if (!account) throw failure(ErrorCode.NOT_FOUND, '탈퇴한 회원입니다.');
    return account.member;
  }

  update(id: string, changes: UpdateMemberDto): MemberDto {
    return Object.assign(this.get(id), changes);
  }

  setPhoto(id: string, file: string): MemberDto {
    return Object.assign(this.get(id), { photoUrl: `https://cdn.books.example.com/members/${id}/${file}` });
  }

  leave(id: string): void {
    this.get(id);
    this.accounts.delete(id);
  }

  private byEmail(email: string): Account | undefined {
    return [...this.accounts.values()].find((account) => account.member.email === email);
  }
}
