"""The static bilingual table: one vector a word piece, a text is the mean of its pieces.

    python train.py WORK OUT.npy [options]

Losses, each with its weight: symmetric InfoNCE over the mean vectors of the two sides of a pair, in-batch negatives of one source
(equal texts are no negatives of each other; with --hard, part of the batches are drawn from neighbourhoods);
cosine to the teacher's vector of the English side, for English and French alike (teacher vectors reduced to the table's width by
PCA); Pearson correlation with the human scores of STS-B train; InfoNCE over word-by-word best matches (MaxSim), the way the
retriever uses the vectors.
"""
import argparse
import glob
import gzip
import json
import os
import time

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer

from prepare import held_out, text_hash

# How often a source is drawn, times the square root of its size.
WEIGHTS = {
    "parallel.laws": 0.7, "parallel.gc": 2.5, "parallel.tatoeba": 1.3, "parallel.misc-gov": 1.5, "qp.laws": 0.7, "qp.gc": 2.5,
    "qp.misc-gov": 1.5, "qp.covidfaq": 1.5, "qp.qed-dev": 1.5, "qp.policyqa": 0.3, "crop": 0.0,
}
TEACHER_WIDTH = 384
NEIGHBOURHOOD = 64


class Texts:
    """Piece ids of many texts, end to end."""

    def __init__(self, ids, offsets):
        self.ids, self.offsets = ids, offsets

    def __len__(self):
        return len(self.offsets) - 1

    def take(self, rows, drop=0.0, rng=None):
        """Pieces of the given texts, end to end, with the start of each; `drop` leaves out that share of them, never a text's first kept one."""
        lengths = self.offsets[np.asarray(rows) + 1] - self.offsets[rows]
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        at = np.arange(lengths.sum()) + np.repeat(self.offsets[rows] - starts, lengths)
        if drop:
            kept = rng.random(len(at)) >= drop
            kept[starts + rng.integers(lengths)] = True
            lengths = np.add.reduceat(kept, starts)
            starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
            at = at[kept]
        return torch.from_numpy(self.ids[at].astype(np.int64)), torch.from_numpy(starts)

    def padded(self, rows, width):
        ids = np.zeros((len(rows), width), dtype=np.int64)
        for row, i in enumerate(rows):
            part = self.ids[self.offsets[i]:self.offsets[i + 1]][:width]
            ids[row, :len(part)] = part
        ids = torch.from_numpy(ids)
        return ids, ids > 0


def tokenize(tokenizer, texts):
    ids, offsets = [], [0]
    for at in range(0, len(texts), 20_000):
        for encoding in tokenizer.encode_batch(texts[at:at + 20_000], add_special_tokens=False):
            pieces = [i for i in encoding.ids if i >= 5] or [1]
            ids.append(np.array(pieces, dtype=np.uint16))
            offsets.append(offsets[-1] + len(pieces))
    return Texts(np.concatenate(ids), np.array(offsets, dtype=np.int64))


def load_sources(work, weights):
    sources = []
    for path in sorted(glob.glob(os.path.join(work, "*.npz"))):
        name = os.path.basename(path)[:-4]
        z = np.load(path)
        a, b = Texts(z["a"], z["ao"]), Texts(z["b"], z["bo"])
        weight = len(a) ** 0.5 * weights.get(name, weights.get(name.split(".")[0], 1.0))
        sources.append({"name": name, "a": a, "b": b, "keys": z["keys"], "weight": weight})
    return sources


def load_teacher(work, tokenizer, width):
    """English texts with their targets, and the position of each text by its hash."""
    texts = [json.loads(line) for line in open(os.path.join(work, "teacher.texts.jsonl"), encoding="utf-8")]
    vectors = torch.from_numpy(np.fromfile(os.path.join(work, "teacher.f16"), dtype=np.float16).reshape(-1, TEACHER_WIDTH).astype(np.float32))
    vectors = vectors[:len(texts)]
    mean = vectors.mean(0)
    _, _, basis = torch.linalg.svd((vectors - mean)[torch.randperm(len(vectors))[:60_000]], full_matrices=False)
    targets = F.normalize((vectors - mean) @ basis[:width].T, dim=-1)
    # A width above the teacher's leaves the rest of the table to the other losses.
    if width > targets.shape[1]:
        targets = F.pad(targets, (0, width - targets.shape[1]))
    position = {text_hash(text): i for i, text in enumerate(texts)}
    return tokenize(tokenizer, texts), targets, position


def load_similarity(data, tokenizer):
    rows = [json.loads(line) for line in gzip.open(os.path.join(data, "sts.train.jsonl.gz"), "rt", encoding="utf-8")]
    rows = [row for row in rows if not held_out(row["s1"], 10)]
    return tokenize(tokenizer, [r["s1"] for r in rows]), tokenize(tokenizer, [r["s2"] for r in rows]), torch.tensor([float(r["score"]) for r in rows])


def equal_texts(keys):
    """Pairs (i, j), i != j, of which either side is the same text: no negatives of each other."""
    same = (keys[:, None, 0] == keys[None, :, 0]) | (keys[:, None, 1] == keys[None, :, 1])
    np.fill_diagonal(same, False)
    return torch.from_numpy(same)


def neighbourhoods(table, source, count, size, rng):
    """Rows of `count` neighbourhoods: random English texts, each with the `size - 1` nearest others of 60,000 by the table as it is."""
    rows = rng.permutation(len(source["a"]))[:60_000]
    with torch.no_grad():
        ids, starts = source["a"].take(rows)
        vectors = F.normalize(F.embedding_bag(ids, table, starts, mode="mean"), dim=-1)
        near = (vectors[:count] @ vectors.T).topk(size, dim=1).indices.numpy()
    return rows[near]


def contrast(a, b, scale, dimensions, same):
    """InfoNCE in both directions, on the whole vector and on its first quarter (Matryoshka)."""
    labels = torch.arange(len(a))
    loss = 0.0
    for width, weight in ((dimensions, 1.0), (dimensions // 4, 0.2)):
        logits = scale * F.normalize(a[:, :width], dim=-1) @ F.normalize(b[:, :width], dim=-1).T
        logits = logits.masked_fill(same, -1e4)
        loss = loss + weight * (F.cross_entropy(logits, labels) + F.cross_entropy(logits.T, labels)) / 2
    return loss


def best_match(table, log_weights, question, passage, batch, scale):
    """InfoNCE over sum_i w(q_i) max_j cos(q_i, p_j) / sum_i w(q_i), with learned piece weights."""
    (q, q_mask), (p, p_mask) = question, passage
    q_unit, p_unit = F.normalize(table[q], dim=-1), F.normalize(table[p], dim=-1)
    cosines = (q_unit.flatten(0, 1) @ p_unit.flatten(0, 1).T).view(batch, q.shape[1], batch, p.shape[1])
    best = cosines.masked_fill(~p_mask[None, None], -1).amax(3)
    weights = F.softplus(log_weights)[q] * q_mask
    scores = (weights[:, :, None] * F.relu(best - 0.2)).sum(1) / weights.sum(1, keepdim=True).clamp(min=1e-6)
    labels = torch.arange(batch)
    return (F.cross_entropy(scale * scores, labels) + F.cross_entropy(scale * scores.T, labels)) / 2


def main():
    p = argparse.ArgumentParser()
    p.add_argument("work")
    p.add_argument("out")
    p.add_argument("--data", default="", help="folder with sts.train.jsonl.gz")
    p.add_argument("--dimensions", type=int, default=256)
    p.add_argument("--batch", type=int, default=2048)
    p.add_argument("--steps", type=int, default=1300)
    p.add_argument("--rate", type=float, default=0.05)
    p.add_argument("--scale", type=float, default=20)
    p.add_argument("--teacher", type=float, default=0.0)
    p.add_argument("--similarity", type=float, default=0.0)
    p.add_argument("--match", type=float, default=0.0)
    p.add_argument("--match-every", type=int, default=2)
    p.add_argument("--match-batch", type=int, default=96)
    p.add_argument("--start", default="")
    p.add_argument("--drop", type=float, default=0.0, help="share of pieces left out at random")
    p.add_argument("--hard", type=float, default=0.0, help="share of the batches of translations that are neighbourhoods")
    p.add_argument("--weights", default="{}", help="JSON, over WEIGHTS")
    p.add_argument("--seed", type=int, default=0)
    given = p.parse_args()
    torch.set_num_threads(2)
    torch.manual_seed(given.seed)
    rng = np.random.default_rng(given.seed)

    tokenizer = Tokenizer.from_file(os.path.join(given.work, "tokenizer.json"))
    size = tokenizer.get_vocab_size()
    sources = load_sources(given.work, WEIGHTS | json.loads(given.weights))
    share = np.array([s["weight"] for s in sources])
    share /= share.sum()
    table = torch.nn.Parameter(torch.from_numpy(np.load(given.start)) if given.start else torch.randn(size, given.dimensions) * 0.05)
    counts = sum(np.bincount(s["b"].ids, minlength=size) * min(1, 50_000 / len(s["b"])) for s in sources)
    idf = np.clip(np.log(1 + counts.sum() / 200 / (1 + counts)), 0.05, 9)
    log_weights = torch.nn.Parameter(torch.tensor(np.log(np.expm1(idf / 3)), dtype=torch.float32))
    groups = [{"params": [table], "lr": given.rate, "base": given.rate}, {"params": [log_weights], "lr": 0.01, "base": 0.01}]
    optimiser = torch.optim.Adam(groups, fused=True)
    if given.teacher:
        taught, targets, position = load_teacher(given.work, tokenizer, given.dimensions)
        twins = []
        for s in sources:
            if s["name"].startswith("parallel"):
                rows = [(i, position[int(key)]) for i, key in enumerate(s["keys"][:, 0]) if int(key) in position]
                if rows:
                    twins.append((s["b"], np.array(rows)))
        print("teacher texts", len(taught), "with a French twin", sum(len(rows) for _, rows in twins), flush=True)
    if given.similarity:
        first, second, gold = load_similarity(given.data, tokenizer)

    bag = lambda ids, starts: F.embedding_bag(ids, table, starts, mode="mean")
    order = [np.array([], dtype=np.int64)] * len(sources)
    started, average = time.time(), {}
    for step in range(given.steps):
        k = rng.choice(len(sources), p=share)
        s = sources[k]
        size_k = min(given.batch, len(s["a"]) // 2)
        if len(order[k]) < size_k:
            order[k] = rng.permutation(len(s["a"]))
        rows, order[k] = order[k][:size_k], order[k][size_k:]
        if s["name"].startswith("parallel") and rng.random() < given.hard:
            if step >= s.get("fresh", 0):
                s["near"], s["fresh"] = list(neighbourhoods(table, s, 1024, NEIGHBOURHOOD, rng)), step + 200
            rows = np.unique(np.concatenate([s["near"].pop() for _ in range(min(given.batch // NEIGHBOURHOOD, len(s["near"])))] or [rows]))
        a, b = (bag(*s[side].take(rows, given.drop, rng)) for side in "ab")
        losses = {"pairs": contrast(a, b, given.scale, given.dimensions, equal_texts(s["keys"][rows]))}
        if given.teacher:
            rows = rng.integers(len(taught), size=given.batch)
            english = (F.normalize(bag(*taught.take(rows, given.drop, rng)), dim=-1) * targets[rows]).sum(-1)
            texts, matches = twins[rng.integers(len(twins))]
            picked = matches[rng.integers(len(matches), size=given.batch)]
            french = (F.normalize(bag(*texts.take(picked[:, 0], given.drop, rng)), dim=-1) * targets[picked[:, 1]]).sum(-1)
            losses["teacher"] = given.teacher * ((1 - english).mean() + (1 - french).mean())
        if given.similarity:
            rows = rng.integers(len(gold), size=1024)
            cosine = F.cosine_similarity(bag(*first.take(rows)), bag(*second.take(rows)))
            losses["similarity"] = given.similarity * (1 - torch.corrcoef(torch.stack([cosine, gold[rows]]))[0, 1])
        if given.match and step % given.match_every == 0:
            m = sources[rng.choice(len(sources), p=share)]
            rows = rng.choice(len(m["a"]), size=given.match_batch, replace=False)
            sides = (m["a"], m["b"]) if not m["name"].startswith("parallel") or rng.random() < 0.5 else (m["b"], m["a"])
            losses["match"] = given.match * best_match(table, log_weights, sides[0].padded(rows, 18), sides[1].padded(rows, 64), given.match_batch, given.scale)
        for group in optimiser.param_groups:
            group["lr"] = group["base"] * min(1, (step + 1) / (0.05 * given.steps)) * max(0.0, 1 - step / given.steps) + 1e-6
        optimiser.zero_grad(set_to_none=True)
        sum(losses.values()).backward()
        optimiser.step()
        for name, loss in losses.items():
            average[name] = 0.97 * average.get(name, loss.item()) + 0.03 * loss.item()
        if step % 100 == 0:
            print(step, {name: round(value, 3) for name, value in average.items()}, round(time.time() - started), flush=True)
    np.save(given.out, table.detach().numpy())
    print("trained", given.out, round(time.time() - started), flush=True)


if __name__ == "__main__":
    main()
