import { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { readFileSync } from 'node:fs';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

export function setUpSwagger(app: INestApplication): void {
  const options = new DocumentBuilder().setTitle('주문 API').setVersion(version).build();
  SwaggerModule.setup('api-docs', app, SwaggerModule.createDocument(app, options));
}
