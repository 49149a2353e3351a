#!/bin/sh
# Exports swagger.json anew through npm; `releasebot demo` starts from what stands here.
set -eu
cd "$(dirname "$0")"
npm ci
npm run swagger:export
