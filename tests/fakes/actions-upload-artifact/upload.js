const fs = require('fs');
const path = require('path');

const { INPUT_NAME: name, INPUT_PATH: given, FAKE_ARTIFACTS: memory } = process.env;
const isFile = fs.existsSync(given) && fs.statSync(given).isFile();
const found = isFile || (fs.existsSync(given) && fs.readdirSync(given).length > 0);
if (!found && process.env['INPUT_IF-NO-FILES-FOUND'] === 'error') throw new Error(`No files were found: ${given}`);
const kept = path.join(memory, name, isFile ? path.basename(given) : '');
if (found) fs.cpSync(given, kept, { recursive: true });
console.log(found ? `Artifact ${name} has been uploaded` : `No files were found: ${given}`);
