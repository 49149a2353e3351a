const fs = require('fs');
const path = require('path');

const { INPUT_NAME: name, INPUT_PATH: folder, FAKE_ARTIFACTS: memory } = process.env;
const found = fs.existsSync(folder) && fs.readdirSync(folder).length > 0;
if (!found && process.env['INPUT_IF-NO-FILES-FOUND'] === 'error') throw new Error(`No files were found: ${folder}`);
if (found) fs.cpSync(folder, path.join(memory, name), { recursive: true });
console.log(found ? `Artifact ${name} has been uploaded` : `No files were found: ${folder}`);
