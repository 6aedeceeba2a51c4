#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Installs the Debian packages that building and testing need, as far as they are missing.
#
#   scripts/setup.sh                     what scripts/demo.sh and scripts/test.sh need
#   scripts/setup.sh --bench             and what bench/ needs
#   scripts/setup.sh --gate              and the SARIF validator, viewer and browser of tests/cli/sarif_test.py (about
#                                        700 MB), and what tests/cli/install_test.py makes a clean system with; without
#                                        it, these tests are skipped
#   scripts/setup.sh --all-frameworks    and the headers of the libraries that rule packs may describe, as far as Debian
#                                        has them; names what it has not
#
# Looks first with dpkg-query, so a second run touches neither the network nor apt.
set -euo pipefail

required=(
  # Compiler and libraries. CMake's package of LLVM looks for zlib, zstd and libxml2 as well.
  clang-22 clang-format-22 clang-tidy-22 lld-22 llvm-22-dev libclang-22-dev libstdc++-12-dev
  zlib1g-dev libzstd-dev libxml2-dev
  nlohmann-json3-dev libfmt-dev catch2
  # Build.
  cmake ninja-build ccache pkg-config gcc g++ make python3 python3-jsonschema python3-yaml git ca-certificates
  # What the fixtures and the demo include.
  libboost1.81-dev libuv1-dev libevent-dev libglib2.0-dev libsigc++-2.0-dev libsqlite3-dev
  # What reads the man page and the completions in tests/cli.
  mandoc zsh fish
  # What tests/cli/options_test.py watches scans with.
  strace
  # Commit hooks.
  pre-commit
  # What tests/attacks makes shards with.
  python3-xxhash
  # RealtimeSanitizer and llvm-symbolizer, for tests/runtime.
  libclang-rt-22-dev llvm-22
)
# Chromium shows SARIF files to tests; debootstrap makes the clean system that the Debian package is tested on; the
# headers of the cross compilers are read by tests/cli/compilers_test.py.
gate=(chromium debootstrap g++-aarch64-linux-gnu g++-mingw-w64-x86-64-posix)
bench=(hyperfine bear meson)
frameworks=(
  libasio-dev libev-dev libglibmm-2.4-dev libsigc++-2.0-dev libsoup-3.0-dev
  qt6-base-dev libgrpc++-dev libgrpc-dev libprotobuf-dev protobuf-compiler-grpc libabsl-dev
  libpq-dev libpqxx-dev libmariadb-dev libmysqlcppconn-dev libhiredis-dev libsoci-dev
  librocksdb-dev libleveldb-dev liblmdb-dev libmongoc-dev libbson-dev unixodbc-dev
  libcurl4-openssl-dev libcpp-httplib-dev libmicrohttpd-dev libwebsockets-dev libcap-dev libc-ares-dev
  libzmq3-dev cppzmq-dev libczmq-dev libmosquitto-dev libmosquittopp-dev libpaho-mqtt-dev
  libnats-dev librdkafka-dev librabbitmq-dev libnng-dev
  libsystemd-dev libell-dev libdbus-1-dev libsdbus-c++-dev libtbb-dev libpoco-dev librestinio-dev libpistache-dev
  libssl-dev libgnutls28-dev libssh-dev libssh2-1-dev
  libsodium-dev libargon2-dev libcrypt-dev libbz2-dev liblzma-dev liburing-dev libaio-dev
  libspdlog-dev libgoogle-glog-dev
  libldap-dev libusb-1.0-0-dev librados-dev libvirt-dev libreadline-dev nginx-dev libnode-dev
  libcapnp-dev libconcurrentqueue-dev libreaderwriterqueue-dev libbotan-2-dev libscrypt-dev libscrypt-kdf-dev
  libxcb1-dev libxcb-util-dev libxcb-icccm4-dev libxcb-image0-dev libxcb-keysyms1-dev libxcb-cursor-dev libxcb-xrm-dev
  libx11-dev
  libecpg-dev freetds-dev libdbi-dev libmemcached-dev libradospp-dev mosquitto-dev qcoro-qt6-dev qt6-serialport-dev
  libwebsocketpp-dev libpcap-dev libasound2-dev opencl-c-headers libvulkan-dev mingw-w64-common
  libgdk-pixbuf-2.0-dev libgtkmm-3.0-dev libminiupnpc-dev libminizip-dev libmaxminddb-dev libpcsclite-dev liburcu-dev
  libhidapi-dev libgit2-dev libarchive-dev libqt6opengl6-dev
)

say() { printf '%s\n' "setup: $*"; }
fail() { printf '%s\n' "setup: error: $*" >&2; exit 2; }

usage() {
  cat <<'TEXT'
usage: scripts/setup.sh [--bench] [--gate] [--all-frameworks]

Installs the Debian packages that building and testing need, as far as they are missing.
  --bench            also what the scripts in bench/ need
  --gate             also what tests of SARIF files and of the Debian package need: Chromium, debootstrap, and packages
                     of npm in build/npm
  --all-frameworks   also the headers of further libraries, as far as Debian has them
TEXT
}

with_frameworks=false
with_gate=false
for option in "$@"; do
  case $option in
    --bench) required+=("${bench[@]}") ;;
    --gate) with_gate=true ;;
    --all-frameworks) with_frameworks=true ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; fail "unknown option '$option'" ;;
  esac
done

command -v dpkg-query >/dev/null && command -v apt-get >/dev/null ||
  fail "this script knows Debian's package manager only. Install Clang, LLVM and lld 22 with headers, CMake, Ninja," \
       "ccache, nlohmann-json, fmt, Catch2, Python 3, Boost 1.81, libuv, libevent, GLib and SQLite by hand; then build" \
       "with: cmake --preset release && cmake --build --preset release"

# Prints those of the given packages that are not installed. A package counts as well if another one provides it.
missing_of() {
  local installed package
  installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n${db:Status-Status} ${Provides}\n' 2>/dev/null |
    sed -n 's/^installed //p' | sed 's/([^)]*)//g; s/,/\n/g' | tr -d ' ')
  for package in "$@"; do
    grep -qxF -- "$package" <<<"$installed" || printf '%s\n' "$package"
  done
}

updated=false
# apt-get as root, after one `apt-get update`.
apt_get() {
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "packages are missing, and this is neither root nor is there sudo. Run as root:" \
      "apt-get update && apt-get install --no-install-recommends ${missing[*]}"
    as_root=(sudo)
  fi
  if ! $updated; then
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -q
    updated=true
  fi
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get "$@"
}

mapfile -t missing < <(missing_of "${required[@]}")
if [ ${#missing[@]} -eq 0 ]; then
  say "all ${#required[@]} packages are installed"
else
  say "installing ${missing[*]}"
  apt_get install -q -y --no-install-recommends "${missing[@]}" ||
    fail "apt-get could not install the packages above. clang-22 is in Debian's own archive (bookworm-security and" \
         "later)"
  say "done"
fi

if $with_gate; then
  # Node may well be here from elsewhere, with an npm of its own that Debian's would conflict with.
  command -v node >/dev/null || gate+=(nodejs)
  command -v npm >/dev/null || gate+=(npm)
  mapfile -t missing < <(missing_of "${gate[@]}")
  if [ ${#missing[@]} -gt 0 ]; then
    say "installing ${missing[*]}"
    apt_get install -q -y --no-install-recommends "${missing[@]}" || fail "apt-get could not install the packages above"
  fi
  # The same folder as in tests/cli/sarif_test.py, which installs there as well when the versions have changed.
  root=$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd)
  modules=$root/build/npm
  mkdir -p "$modules"
  if [ -e "$modules/node_modules/.package-lock.json" ] &&
    cmp -s "$root/tests/npm/package-lock.json" "$modules/package-lock.json"; then
    say "the packages of npm are installed"
  else
    cp "$root/tests/npm/package.json" "$root/tests/npm/package-lock.json" "$modules/"
    (cd "$modules" && npm ci --ignore-scripts --no-audit --no-fund) || fail "npm could not install into build/npm"
    say "installed packages of npm into build/npm"
  fi
fi

if $with_frameworks; then
  mapfile -t missing < <(missing_of "${frameworks[@]}")
  if [ ${#missing[@]} -eq 0 ]; then
    say "all ${#frameworks[@]} packages of frameworks are installed"
    exit 0
  fi
  say "looking for ${missing[*]}"
  install=(install -q -y --no-install-recommends --no-remove)
  apt_get check >/dev/null  # Brings the lists up to date.
  # One that is absent, or would exclude what is installed, must not spoil the others.
  available=()
  absent=()
  for package in "${missing[@]}"; do
    if apt-get "${install[@]}" --simulate "$package" >/dev/null 2>&1; then
      available+=("$package")
    else
      absent+=("$package")
    fi
  done
  if [ ${#available[@]} -gt 0 ]; then
    apt_get "${install[@]}" "${available[@]}" || fail "apt-get could not install ${available[*]}"
    say "installed ${available[*]}"
  fi
  if [ ${#absent[@]} -gt 0 ]; then say "not available here, or in conflict with others: ${absent[*]}"; fi
fi
