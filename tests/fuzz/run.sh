#!/bin/sh
# Builds the fuzz targets in the folder $1 and runs each for $2 seconds. A finding ends the run with its input on disk.
set -eu
build=$1 seconds=$2
here=$(cd "$(dirname "$0")/../.." && pwd)
cmake -G Ninja -S "$here" -B "$build" -DCMAKE_C_COMPILER=clang -DCMAKE_CXX_COMPILER=clang++ -DCMAKE_BUILD_TYPE=Release -DORGTRAIL_FUZZ=ON -DORGTRAIL_TESTS=OFF \
      -DORGTRAIL_SANITIZE=address,undefined -DCMAKE_CXX_FLAGS=-fsanitize=fuzzer-no-link > /dev/null
targets=$(cd "$here/tests/fuzz" && ls ./*_fuzz.cc | sed 's|./||; s|\.cc$||')
# shellcheck disable=SC2086
cmake --build "$build" --target $targets
for target in $targets; do
  echo "== $target for $seconds s"
  mkdir -p "$build/corpus/$target"
  "$build/tests/fuzz/$target" -max_total_time="$seconds" -print_final_stats=1 -artifact_prefix="$build/$target-" "$build/corpus/$target" > "$build/$target.log" 2>&1 ||
    { tail -n 40 "$build/$target.log"; exit 1; }
  grep stat:: "$build/$target.log"
done
