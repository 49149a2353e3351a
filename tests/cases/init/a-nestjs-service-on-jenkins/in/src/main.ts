import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { setUpSwagger } from './swagger.js';

const app = await NestFactory.create(AppModule);
setUpSwagger(app);
await app.listen(3000);
