#!/usr/bin/env bash
# PostgreSQL for the tests: our own server, on loopback, on a port of its own. start | stop | url
set -euo pipefail
port=${THAKSA_TEST_POSTGRES_PORT:-5599}
# A database a test: in memory where there is room, since nothing of it is kept.
room=$(df --output=avail -k /dev/shm 2>/dev/null | tail -n 1 || echo 0)
if [ "${room:-0}" -gt 2000000 ]; then home=/dev/shm; else home=/tmp; fi
folder=${THAKSA_TEST_POSTGRES_DIR:-$home/thaksa-postgres-$port}
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || { echo "PostgreSQL is not installed: run 'make setup' as root once" >&2; exit 1; }
# PostgreSQL refuses to run as root.
as_owner() {
  if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}
case ${1:-} in
  start)
    if as_owner "$bin/pg_ctl" -D "$folder/data" status >/dev/null 2>&1; then exit 0; fi
    # What a killed server left behind is thrown away: nothing of it is kept.
    rm -rf "$folder"; mkdir -p "$folder"
    [ "$(id -u)" != 0 ] || chown postgres "$folder"
    as_owner "$bin/initdb" -D "$folder/data" -U thaksa --auth=trust --encoding=UTF8 --locale=C.UTF-8 >/dev/null
    as_owner "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w -t 60 \
      -o "-h 127.0.0.1 -p $port -k $folder -c fsync=off -c max_connections=400 -c shared_buffers=128MB -c jit=off" start >/dev/null
    ;;
  stop) as_owner "$bin/pg_ctl" -D "$folder/data" -m fast -w stop >/dev/null ;;
  url) echo "postgresql://thaksa@127.0.0.1:$port" ;;
  *) echo "usage: scripts/postgres.sh start|stop|url" >&2; exit 2 ;;
esac
