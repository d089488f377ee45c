#!/usr/bin/env bash
# Everything from data to model, in one command. Needs Python 3.11 with the packages of requirements.txt; see README.md.
#     models/train/run.sh DATA WORK
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
data=$1 work=$2
mkdir -p "$work"
python "$here/teacher.py" "$data" "$work"
python "$here/prepare.py" "$data" "$work"
python "$here/train.py" "$work" "$work/table.npy" --data "$data" --steps 1000 --teacher 3 --similarity 1
python "$here/evaluate.py" "$data/eval" "$work/table.npy" "$work/tokenizer.json" --development "$data"
python "$here/evaluate.py" "$data/eval" "$work/table.npy" "$work/tokenizer.json"
python "$here/export.py" "$work/table.npy" "$work/tokenizer.json" "$work/sourcier-v1" --sample "$data/eval"
cd "$here/../.." && node --import tsx models/train/compare.ts "$work/sourcier-v1" "$work/sample.jsonl"
