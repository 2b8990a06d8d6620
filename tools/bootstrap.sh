# Sourced with $root set to the checkout: makes sure that node_modules is what package-lock.json says, the
# pinned Node included, or leaves with one sentence and exit status 2.
#
# The stamp is a copy of the lock file, written after a complete installation: an interrupted one has none
# and is done again. A node_modules that is a symbolic link is somebody else's to keep up to date.

plainwire_stamp=$root/node_modules/.installed-lock.json

plainwire_is_set_up() {
  [ -x "$root/node_modules/.bin/node" ] &&
    { [ -h "$root/node_modules" ] || cmp -s "$root/package-lock.json" "$plainwire_stamp"; }
}

plainwire_stop() {
  echo "plainwire: $1" >&2
  exit 2
}

plainwire_install() {
  for program in node npm flock; do
    command -v "$program" >/dev/null 2>&1 ||
      plainwire_stop "$program is needed once to install Plainwire's own packages; on Debian: apt-get install nodejs npm util-linux"
  done
  # One at a time; the lock goes with the processes that hold it, however they end.
  # (In a subshell: a redirection that fails ends a POSIX shell where it stands.)
  (: >>"$root/.set-up.lock") 2>/dev/null && [ -w "$root" ] ||
    plainwire_stop "cannot write to $root, where its packages must be installed; run it as the folder's owner or clone it elsewhere"
  exec 9>>"$root/.set-up.lock"
  flock -n 9 || { echo "plainwire: waiting for another set-up in this folder …" >&2; flock 9; }
  if ! plainwire_is_set_up; then
    echo "plainwire: installing the locked npm packages and the pinned Node into node_modules (first run or changed lock file) …" >&2
    # No package may run a script while it is installed; NODE_ENV=production would leave the pinned Node out.
    plainwire_output=$(cd -- "$root" && npm ci --ignore-scripts --include=dev --include=optional --no-audit --no-fund --loglevel=error 2>&1 </dev/null) ||
      { printf '%s\n' "$plainwire_output" | head -n 8 >&2; plainwire_stop "npm could not install the packages (its words are above); mend that and run the command again"; }
    # npm 10 makes no link for a program of a package that another local package brought.
    for plainwire_node in "$root"/node_modules/node-linux-*/bin/node; do
      ln -sf "../${plainwire_node#"$root"/node_modules/}" "$root/node_modules/.bin/node"
    done
    [ -x "$root/node_modules/.bin/node" ] ||
      plainwire_stop "no pinned Node exists for $(uname -sm); Plainwire runs on Linux, x64 and arm64"
    cp -- "$root/package-lock.json" "$plainwire_stamp.new" && mv -- "$plainwire_stamp.new" "$plainwire_stamp" ||
      plainwire_stop "cannot write $plainwire_stamp; free some space and run the command again"
  fi
  exec 9>&-
}

plainwire_is_set_up || plainwire_install
