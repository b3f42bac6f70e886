# Sourced by the scripts beside it: strict mode, the project's folder, and how a missing thing is got or named.
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
mkdir -p .cache
export PATH="$PWD/.venv/bin:$PATH"

say() { printf '%s\n' "$*" >&2; }
step() { printf '\n== %s\n' "$*" >&2; }
die() {
  printf 'reformtrack: %s\n' "$@" >&2
  exit 1
}

# Install Debian packages where this account may; otherwise say exactly what to install.
apt_install() {
  local as_root=()
  command -v apt-get >/dev/null || die "these packages are missing, and there is no apt-get here: $*"
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || die "these packages are missing: $*" "install them with:  sudo apt-get install $*"
    as_root=(sudo -n)
  fi
  say "Installing with apt-get: $*"
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq update ||
    say "apt-get update failed; trying with the package lists at hand"
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get -qq install -y --no-install-recommends "$@" >/dev/null || die "apt-get could not install: $*"
}

# need COMMAND PACKAGE...: the command is here afterwards, or the script has ended with the reason.
need() {
  local command=$1
  shift
  command -v "$command" >/dev/null || apt_install "$@"
  command -v "$command" >/dev/null || die "$command is still missing after installing: $*"
}

# The folder of PostgreSQL's server programs: Debian keeps them out of PATH.
postgres_bin() {
  local found
  found=$(find /usr/lib/postgresql -path '*/bin/initdb' 2>/dev/null | sort -V | tail -n 1)
  [ -n "$found" ] || found=$(command -v initdb || true)
  [ -n "$found" ] && dirname "$found"
}
