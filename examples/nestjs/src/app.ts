import 'reflect-metadata';
import { ValidationPipe, VersioningType, type INestApplication, type LogLevel } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { invalid } from './common/errors.js';

/** The application as it serves and as its spec is exported; it does not listen yet. */
export async function createApp(logger: LogLevel[]): Promise<INestApplication> {
  const app = await NestFactory.create(AppModule, { logger });
  app.setGlobalPrefix('api', { exclude: ['health'] });
  app.enableVersioning({ type: VersioningType.URI });
  app.useGlobalPipes(new ValidationPipe({ transform: true, whitelist: true, exceptionFactory: invalid }));
  return app;
}
