#!/bin/sh
# Installs the Debian packages that are missing, and says which. Arguments: what they are needed for.
set -eu

build='g++ make ccache mold cmake ninja-build libssl-dev libboost1.81-dev librocksdb-dev libsimdjson-dev libpugixml-dev libyaml-cpp-dev
       libre2-dev libdeflate-dev libzstd-dev libzip-dev libgtest-dev'
run='awscli python3 python3-boto3 python3-yaml ca-certificates bubblewrap'
bench='nginx-light openssl wrk procps'
fuzz='clang lld'

wanted=''
for what in "$@"; do
  case $what in
    build) wanted="$wanted $build" ;;
    run) wanted="$wanted $run" ;;
    bench) wanted="$wanted $bench" ;;
    fuzz) wanted="$wanted $fuzz" ;;
    *) echo "usage: tools/install.sh [build] [run] [bench] [fuzz]" >&2; exit 2 ;;
  esac
done

missing=''
for package in $wanted; do
  status=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true)
  [ "$status" = 'install ok installed' ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

as_root=''
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo > /dev/null || { echo "please install as root: apt-get install$missing" >&2; exit 1; }
  as_root=sudo
fi
echo "installing:$missing"
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq
# shellcheck disable=SC2086
$as_root apt-get install -y -qq --no-install-recommends $missing > /dev/null
