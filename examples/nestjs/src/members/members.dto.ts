import { ApiProperty, ApiPropertyOptional, OmitType, PartialType, PickType } from '@nestjs/swagger';
import { IsDateString, IsEmail, IsOptional, IsString, Length, Matches, MaxLength } from 'class-validator';

export enum MemberGrade {
  SPROUT = 'SPROUT',
  READER = 'READER',
  BOOKWORM = 'BOOKWORM',
}

export class JoinDto {
  @ApiProperty({ description: '로그인에 쓰는 이메일', format: 'email', maxLength: 254, example: 'dal@example.com' })
  @IsEmail()
  @MaxLength(254)
  email: string;

  @ApiProperty({
    description: '비밀번호. 글자와 숫자를 하나 이상 섞습니다.',
    format: 'password',
    minLength: 10,
    maxLength: 72,
    pattern: '^(?=.*[A-Za-z가-힣])(?=.*\\d).+$',
    writeOnly: true,
  })
  @Length(10, 72)
  @Matches(/^(?=.*[A-Za-z가-힣])(?=.*\d).+$/)
  password: string;

  @ApiProperty({ description: '화면에 보이는 이름', minLength: 1, maxLength: 20, example: '달빛독자' })
  @IsString()
  @Length(1, 20)
  nickname: string;

  @ApiPropertyOptional({
    description: '생일. 생일 쿠폰을 보낼 때만 씁니다.',
    type: String,
    format: 'date',
    nullable: true,
    example: '1994-10-09',
  })
  @IsOptional()
  @IsDateString()
  birthday?: string | null;
}

export class UpdateMemberDto extends PartialType(OmitType(JoinDto, ['email', 'password'] as const)) {}

export class LoginDto extends PickType(JoinDto, ['email', 'password'] as const) {}

export class SessionDto {
  @ApiProperty({ description: '`Authorization: Bearer` 뒤에 붙이는 토큰' })
  accessToken: string;

  @ApiProperty({ description: '만료 시각', format: 'date-time' })
  expiresAt: Date;
}

export class MemberDto extends OmitType(JoinDto, ['password', 'birthday'] as const) {
  @ApiProperty({ description: '회원 번호', format: 'uuid', readOnly: true })
  id: string;

  @ApiProperty({ description: '회원 등급', enum: MemberGrade, enumName: 'MemberGrade', default: MemberGrade.SPROUT })
  grade: MemberGrade;

  @ApiProperty({ description: '적립금(원)', type: 'integer', minimum: 0, example: 1200 })
  points: number;

  @ApiProperty({ description: '생일', type: String, format: 'date', nullable: true })
  birthday: string | null;

  @ApiProperty({ description: '사진 주소. 없으면 `null`', type: String, format: 'uri', nullable: true })
  photoUrl: string | null;

  @ApiProperty({ description: '가입 시각', format: 'date-time', readOnly: true })
  joinedAt: Date;
}

export class PhotoDto {
  @ApiProperty({ description: 'PNG 또는 JPEG, 2MB까지', type: 'string', format: 'binary' })
  photo: unknown;
}
