#!/usr/bin/env bash
# Everything from data to model, in one command. Needs Python 3.11 with the packages of requirements.txt; see README.md.
#     models/train/run.sh DATA WORK
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
data=$1 work=$2
mkdir -p "$work"
python "$here/teacher.py" "$data" "$work"
python "$here/prepare.py" "$data" "$work"
python "$here/train.py" "$work" "$work/table.npy" --data "$data" --steps 2000 --teacher 2 --similarity 0.3 --drop 0.3 --scale 16 --dimensions 320 \
  --weights '{"parallel.tatoeba": 3, "qp.laws": 1}'
python "$here/evaluate.py" "$data/eval" "$work/table.npy" "$work/tokenizer.json" --development "$data"
python "$here/evaluate.py" "$data/eval" "$work/table.npy" "$work/tokenizer.json"
python "$here/export.py" "$work/table.npy" "$work/tokenizer.json" "$work/sourcier-v2" --sample "$data/eval"
cd "$here/../.." && node --import tsx models/train/compare.ts "$work/sourcier-v2" "$work/sample.jsonl"
