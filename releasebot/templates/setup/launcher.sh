#!/bin/sh
# Written by `releasebot init`. Runs releasebot on the project that this file is tracked in, from
# any folder: $RELEASEBOT where it is set, else the project's own, else the one on PATH.
set -eu

self=$(readlink -f "$0")
project=$(dirname "$(dirname "$self")")

for program in "${RELEASEBOT:-}" "$project/.venv/bin/releasebot" "$project/tools/releasebot.pyz"; do
  if [ -f "$program" ]; then
    case $program in
      *.pyz) exec "${PYTHON:-python3}" "$program" --repo "$project" "$@" ;;
      *) exec "$program" --repo "$project" "$@" ;;
    esac
  fi
done

program=$(command -v releasebot || true)
if [ -n "$program" ] && [ "$(readlink -f "$program")" != "$self" ]; then
  exec "$program" --repo "$project" "$@"
fi

echo "error: no releasebot: neither in $project/.venv nor as $project/tools/releasebot.pyz nor on PATH" >&2
echo "hint: put releasebot.pyz into $project/tools, or name the program: RELEASEBOT=/path/to/it $0" >&2
exit 2
