#!/usr/bin/env bash
# Everything a fresh Debian 12 needs, once: Debian packages, Python and npm packages by their locks, the bundle.
# A step is skipped when its lock has not changed since. Works as root, and as a user where nothing is missing.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p .setup
exec 9>.setup/lock
flock 9

changed() { # name file...: whether the files differ from when the step was last done
  local name=$1; shift
  [ "$(cat "$@" | sha256sum)" != "$(cat ".setup/$name" 2>/dev/null)" ]
}
done_with() { local name=$1; shift; cat "$@" | sha256sum >".setup/$name"; }

packages="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 poppler-utils ffmpeg $(cat scripts/debian-packages)"
python3 -c 'import ensurepip' 2>/dev/null || packages="$packages python3-venv"
missing=""
for package in $packages; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $package"
done
if [ -n "$missing" ]; then
  if [ "$(id -u)" != 0 ]; then
    echo "These Debian packages are missing; install them once as root:$missing" >&2
    exit 1
  fi
  echo "Installing Debian packages:$missing"
  export DEBIAN_FRONTEND=noninteractive
  mkdir -p /etc/postgresql-common
  [ -e /etc/postgresql-common/createcluster.conf ] || echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
  apt-get update -qq
  # shellcheck disable=SC2086
  apt-get install -y -qq --no-install-recommends $missing >.setup/apt.log 2>&1 || { tail -n 20 .setup/apt.log >&2; exit 1; }
fi

if [ ! -x .venv/bin/python ] || changed python requirements.lock; then
  echo "Installing Python packages"
  [ -x .venv/bin/python ] || python3 -m venv .venv
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock 2>.setup/pip.log || { tail -n 20 .setup/pip.log >&2; exit 1; }
  done_with python requirements.lock
fi

if [ ! -d node_modules ] || changed npm package-lock.json; then
  echo "Installing npm packages"
  scripts/node.sh npm ci --silent --no-audit --no-fund --ignore-scripts >.setup/npm.log 2>&1 || { tail -n 20 .setup/npm.log >&2; exit 1; }
  done_with npm package-lock.json
fi
sources=$(find lms/frontend -type f -not -path '*/tests/*' | sort)
# shellcheck disable=SC2086
if [ ! -f lms/static/dist/manifest.json ] || changed bundle package-lock.json $sources; then
  echo "Bundling the front end"
  scripts/node.sh node lms/frontend/build.mjs >.setup/bundle.log 2>&1 || { tail -n 20 .setup/bundle.log >&2; exit 1; }
  # shellcheck disable=SC2086
  done_with bundle package-lock.json $sources
fi
catalogues=$(find translations -name '*.po' | sort)
# shellcheck disable=SC2086
if changed translations $catalogues || [ ! -f translations/th/LC_MESSAGES/messages.mo ]; then
  .venv/bin/pybabel -q compile -d translations >.setup/translations.log 2>&1 || { tail -n 20 .setup/translations.log >&2; exit 1; }
  # shellcheck disable=SC2086
  done_with translations $catalogues
fi
