import { writeFileSync } from 'node:fs';
import { createApp } from './app.js';
import { buildDocument } from './swagger.js';

const file = process.argv[2] ?? 'swagger.json';
const app = await createApp(['warn', 'error']);
await app.init();
writeFileSync(file, `${JSON.stringify(buildDocument(app), null, 2)}\n`);
await app.close();
