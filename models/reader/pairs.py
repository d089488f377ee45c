"""Translations for the vectors: python pairs.py START DATA OUT.pkl — pieces of both sides, short ones, drawn alike from every file."""
import glob
import gzip
import json
import os
import pickle
import random
import sys

import numpy as np
from tokenizers import Tokenizer

MOST, EACH = 64, 6000

if __name__ == '__main__':
    start, data, out = sys.argv[1:]
    random.seed(5)
    tokenizer = Tokenizer.from_file(os.path.join(start, 'tokenizer.json'))
    pairs = []
    for path in sorted(glob.glob(os.path.join(data, 'parallel.*.jsonl.gz'))):
        rows = [json.loads(line) for line in gzip.open(path, 'rt', encoding='utf8')]
        found = [(r['en'], r['fr']) for r in rows if 12 <= len(r['en']) <= 320 and 12 <= len(r['fr']) <= 360]
        found = random.sample(found, min(EACH, len(found)))
        print(os.path.basename(path), len(rows), len(found))
        for en, fr in zip(tokenizer.encode_batch([a for a, _ in found], add_special_tokens=False), tokenizer.encode_batch([b for _, b in found], add_special_tokens=False)):
            pairs.append((np.array(en.ids[:MOST], np.uint16), np.array(fr.ids[:MOST], np.uint16)))
    random.shuffle(pairs)
    pickle.dump(pairs, open(out, 'wb'))
    print(len(pairs))
