#!/usr/bin/env bash
# Everything from packages to the product's files; each step is left out when its output is there, and training goes on from WORK/reader.pt.
#     models/reader/run.sh DATA WORK [MINUTES] [LAYERS] [real.jsonl ...]          DEVICE=cuda where there is a GPU
# DATA: folder of gzip JSON Lines (qp.*, claims.*, parallel.*); WORK: kept between runs, outside of the repository;
# WORK/written/*.jsonl: written questions, if there are any.
set -euo pipefail
cd "$(dirname "$0")"
data=$1 work=$2 minutes=${3:-120} layers=${4:-6}
shift $(($# < 4 ? $# : 4))
mkdir -p "$work"
[ -d "$work/venv" ] || { python3 -m venv "$work/venv" && "$work/venv/bin/pip" install -q -r requirements.txt; }
python=$work/venv/bin/python
[ -f "$work/start/start.pt" ] || "$python" start.py "$work/start"
[ -f "$work/material.pkl" ] || "$python" groups.py "$work/start" ../sourcier-v2 "$data" "$work/material.pkl" --hashes "$work/data.sha256.json"
material=$work/material.pkl
if compgen -G "$work/written/*.jsonl" > /dev/null; then
  # Questions that were written for it, of eval/dump-passages.ts; those in written/alone are put to their own passage.
  material=$work/with-written.pkl
  alone=(); compgen -G "$work/written/alone/*.jsonl" > /dev/null && alone=(--alone 0.12 "$work"/written/alone/*.jsonl)
  "$python" written.py "$work/start" "$work/material.pkl" "$material" 0.42 "$work"/written/*.jsonl "${alone[@]}"
fi
init=()
[ -f "$work/reader.pt" ] && init=(--init "$work/reader.pt")
nice -n 10 "$python" train.py "$work/start" "$material" "$work/next.pt" --layers "$layers" --minutes "$minutes" "${init[@]}" ${@:+--real "$@"}
mv "$work/next.pt" "$work/reader.pt"
"$python" export.py "$work/start" "$work/reader.pt" "$work/sourcier-reader" --material "$work/material.pkl" --rows 1000
if [ -n "${EMBEDDER:-}" ]; then
  [ -f "$work/pairs.pkl" ] || "$python" pairs.py "$work/start" "$data" "$work/pairs.pkl"
  [ -f "$work/embedder.pt" ] || nice -n 10 "$python" embed.py "$work/start" "$material" "$work/pairs.pkl" "$work/embedder.pt" --minutes "$EMBEDDER"
  "$python" export_embedder.py "$work/start" "$work/embedder.pt" "$work/sourcier-embedder"
fi
