#!/usr/bin/env bash
# Everything from packages to the product's files; each step is left out when its output is there, and training goes on from WORK/reader.pt.
#     models/reader/run.sh DATA WORK [MINUTES] [LAYERS] [real.jsonl ...]          DEVICE=cuda where there is a GPU
# DATA: folder of gzip JSON Lines (qp.*, claims.*, parallel.*); WORK: kept between runs, outside of the repository.
set -euo pipefail
cd "$(dirname "$0")"
data=$1 work=$2 minutes=${3:-120} layers=${4:-6}
shift $(($# < 4 ? $# : 4))
mkdir -p "$work"
[ -d "$work/venv" ] || { python3 -m venv "$work/venv" && "$work/venv/bin/pip" install -q -r requirements.txt; }
python=$work/venv/bin/python
[ -f "$work/start/start.pt" ] || "$python" start.py "$work/start"
[ -f "$work/material.pkl" ] || "$python" groups.py "$work/start" ../sourcier-v2 "$data" "$work/material.pkl" --hashes "$work/data.sha256.json"
init=()
[ -f "$work/reader.pt" ] && init=(--init "$work/reader.pt")
nice -n 10 "$python" train.py "$work/start" "$work/material.pkl" "$work/next.pt" --layers "$layers" --minutes "$minutes" "${init[@]}" ${@:+--real "$@"}
mv "$work/next.pt" "$work/reader.pt"
"$python" export.py "$work/start" "$work/reader.pt" "$work/sourcier-reader" --material "$work/material.pkl" --rows 1000
if [ -n "${EMBEDDER:-}" ]; then
  [ -f "$work/pairs.pkl" ] || "$python" pairs.py "$work/start" "$data" "$work/pairs.pkl"
  [ -f "$work/embedder.pt" ] || nice -n 10 "$python" embed.py "$work/start" "$work/material.pkl" "$work/pairs.pkl" "$work/embedder.pt" --minutes "$EMBEDDER"
  "$python" export_embedder.py "$work/start" "$work/embedder.pt" "$work/sourcier-embedder"
fi
