#!/bin/sh
# Runs the command of this checkout, built first where it is stale: for those who take the repository itself and no
# package, as the pre-commit framework and action.yml do.
here=$(dirname "$0")
if ! command -v node >/dev/null 2>&1; then
  echo 'roadmap: there is no node on the PATH' >&2
  echo '  → Install Node 20.19 or newer.' >&2
  exit 2
fi
node "$here/bootstrap.js" build || exit 2
exec node "$here/../packages/cli/dist/roadmap.js" "$@"
