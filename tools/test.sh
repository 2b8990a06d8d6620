#!/bin/sh
# `npm test`: its own set-up, then every test, with the pinned Node.
root=$(CDPATH='' cd -- "${0%/*}/.." && pwd -P) || exit 2
. "$root/tools/bootstrap.sh"
cd -- "$root" && exec node_modules/.bin/node tools/test.ts "$@"
