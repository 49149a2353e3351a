import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { config } from '../config.js';

export interface Session {
  memberId: string;
  staff: boolean;
  expiresAt: number;
}

/** Issues and reads session tokens: the session as base64url JSON, a dot, and its HMAC-SHA256. */
@Injectable()
export class Sessions {
  issue(memberId: string, staff: boolean): { token: string; expiresAt: Date } {
    const expiresAt = Date.now() + config.session.hours * 3_600_000;
    const body = Buffer.from(JSON.stringify({ memberId, staff, expiresAt })).toString('base64url');
    return { token: `${body}.${this.sign(body).toString('base64url')}`, expiresAt: new Date(expiresAt) };
  }

  read(token: string): Session | null {
    const [body, mark] = token.split('.');
    if (!body || !mark) return null;
    const given = Buffer.from(mark, 'base64url');
    const wanted = this.sign(body);
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null;
    const session = JSON.parse(Buffer.from(body, 'base64url').toString()) as Session;
    return session.expiresAt > Date.now() ? session : null;
  }

  private sign(body: string): Buffer {
    return createHmac('sha256', config.session.secret).update(body).digest();
  }
}
