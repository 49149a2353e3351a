import { SwaggerModule } from '@nestjs/swagger';
import { createApp } from './app.js';
import { config } from './config.js';
import { buildDocument } from './swagger.js';

const app = await createApp(['log', 'warn', 'error']);
app.enableShutdownHooks();
SwaggerModule.setup('docs', app, () => buildDocument(app));
await app.listen(config.http.port);
