"""Figures of a trained table on the public sets, beside the published ones.

    python evaluate.py EVAL TABLE.npy TOKENIZER [--development DATA]

Bitext mining: nearest neighbour by cosine; accuracy, and F1 as MTEB computes it (weighted over the gold labels). STS-B: Spearman of
the cosine. Retrieval: passage at rank 1 and nDCG@10 by the mean vectors alone. With --development, the held-out question files,
which are for choosing between models and print alone; the public sets are for reporting.
"""
import argparse
import gzip
import json
import os

import numpy as np
from scipy.stats import spearmanr
from sklearn.metrics import f1_score
from tokenizers import Tokenizer

from prepare import held_out, row_held_out


class Model:
    def __init__(self, table, tokenizer):
        self.table = table.astype(np.float32).copy()
        self.table[:5] = 0
        self.tokenizer = Tokenizer.from_file(tokenizer)
        self.tokenizer.enable_truncation(512)

    def embed(self, texts):
        vectors = np.zeros((len(texts), self.table.shape[1]), dtype=np.float32)
        for at in range(0, len(texts), 5000):
            for i, encoding in enumerate(self.tokenizer.encode_batch(texts[at:at + 5000], add_special_tokens=False)):
                if encoding.ids:
                    vectors[at + i] = self.table[encoding.ids].mean(0)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / np.where(norms == 0, 1, norms)


def rows(folder, name):
    return [json.loads(line) for line in gzip.open(os.path.join(folder, name + ".jsonl.gz"), "rt", encoding="utf-8")]


def distinct(pairs):
    return list({r["fr"]: r for r in {r["en"]: r for r in pairs}.values()}.values())


def mining(model, pairs, others=()):
    """Accuracy and F1 of finding each pair's other side among those of all pairs and of `others`."""
    if not pairs:
        return {}
    en, fr = (model.embed([r[side] for r in [*pairs, *others]]) for side in ("en", "fr"))
    gold = np.arange(len(pairs))
    result = {}
    for label, a, b in (("en>fr", en[:len(pairs)], fr), ("fr>en", fr[:len(pairs)], en)):
        found = np.concatenate([(a[at:at + 500] @ b.T).argmax(1) for at in range(0, len(a), 500)])
        result[label] = (100 * (found == gold).mean(), 100 * f1_score(gold, found, average="weighted", zero_division=0))
    return result


def similarity(model, pairs):
    a, b = model.embed([r["s1"] for r in pairs]), model.embed([r["s2"] for r in pairs])
    return 100 * spearmanr((a * b).sum(1), [float(r["score"]) for r in pairs]).statistic


def first_passage(model, questions):
    if not questions:
        return float("nan"), float("nan")
    passages = sorted({r["passage"] for r in questions})
    at = {passage: i for i, passage in enumerate(passages)}
    scores = model.embed([r["question"] for r in questions]) @ model.embed(passages).T
    gold = np.array([at[r["passage"]] for r in questions])
    ranks = (scores > scores[np.arange(len(gold)), gold][:, None]).sum(1)
    return 100 * (ranks == 0).mean(), 100 * (ranks < 5).mean()


def main():
    p = argparse.ArgumentParser()
    p.add_argument("eval")
    p.add_argument("table")
    p.add_argument("tokenizer")
    p.add_argument("--development", default="")
    given = p.parse_args()
    model = Model(np.load(given.table), given.tokenizer)
    figures = {}
    if given.development:
        for name in ("parallel.tatoeba", "parallel.gc", "parallel.misc-gov"):
            every = rows(given.development, name)
            pairs = distinct([r for r in every if held_out(r["en"])])
            others = distinct([r for r in every if not held_out(r["en"])])[:30_000]
            for direction, (accuracy, f1) in mining(model, pairs, others).items():
                figures[f"{name} {len(pairs)} of {len(pairs) + len(others)} {direction} (development)"] = (accuracy, f1)
        pairs = distinct(rows(given.development, "parallel.wai"))
        for direction, figure in mining(model, pairs).items():
            figures[f"parallel.wai {len(pairs)} {direction} (development)"] = figure
        held = [r for r in rows(given.development, "sts.train") if held_out(r["s1"], 10)]
        figures[f"STS-B train, {len(held)} held out (development)"] = (similarity(model, held),)
        for name in ("qp.squad-dev-half", "qp.piaf"):
            figures[f"{name} rank 1 / first 5 (development)"] = first_passage(model, rows(given.development, name))
        for name in ("qp.wai", "qp.laws"):
            questions = [r for r in rows(given.development, name) if not r.get("generic") and (name == "qp.wai" or row_held_out(r, ""))]
            across = [r for r in questions if r["lang"] != r["plang"]]
            figures[f"{name} {len(across)} across languages rank 1 / first 5 (development)"] = first_passage(model, across)
        show(figures)
        return
    for name in ("tatoeba-laser.fra-eng", "ntrex.eng-fra", "diabla"):
        for direction, (accuracy, f1) in mining(model, rows(given.eval, "eval." + name)).items():
            figures[f"{name} {direction} accuracy / F1"] = (accuracy, f1)
    for language in ("en", "fr"):
        figures[f"STS-B {language} Spearman"] = (similarity(model, rows(given.eval, f"eval.stsb-{language}-test")),)
    for name in ("squad-dev", "piaf"):
        figures[f"{name} rank 1 / first 5 (vectors alone)"] = first_passage(model, rows(given.eval, "eval." + name))
    show(figures)


def show(figures):
    for name, values in figures.items():
        print(f"{name:55s} " + " / ".join(f"{value:5.1f}" for value in values))


if __name__ == "__main__":
    main()
