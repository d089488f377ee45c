#!/usr/bin/env bash
# From data to reader, in one command; each stage of training ends by the clock. See README.md.
#     models/reader/run.sh DATA WORK [toy]
# Stages by themselves: models/reader/run.sh DATA WORK [toy] mine|pack|encoder|reader|export
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
data=$(realpath "$1") work=$2
mkdir -p "$work"
work=$(realpath "$work")
shift 2
questions=100000 minutes=9 batch=256 groups=16 packing=()
if [ "${1:-}" = toy ]; then
  shift
  questions=60 minutes=0.7 batch=16 groups=2 packing=(--toy)
fi
model=$root/models/sourcier-v2
cd "$root"
for stage in ${1:-mine pack encoder reader export}; do
  echo "== $stage"
  case $stage in
    mine) node --import tsx models/reader/mine.ts "$data" "$model" "$work" "$questions" ;;
    pack) python "$here/pack.py" "$data" "$model" "$work" "$work/packs" "${packing[@]}" ;;
    encoder) python "$here/encoder.py" "$work/packs" "$work/encoder.pt" --minutes "$minutes" --batch "$batch" ;;
    reader) python "$here/reader.py" "$work/packs" "$work/encoder.pt" "$work/reader.pt" --minutes "$minutes" --groups "$groups" ;;
    export)
      python "$here/export.py" "$work/packs" "$work/reader.pt" "$model" "$work/sourcier-reader"
      node --import tsx models/reader/check.ts "$work/sourcier-reader" "$work/reader.sample.jsonl"
      ;;
  esac
done
