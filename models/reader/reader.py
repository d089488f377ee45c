"""Stage 2: the reader: relevance, span, no answer.

    python reader.py PACKS ENCODER.pt OUT.pt --minutes 9

One batch holds whole groups: a question with the passages that our retriever took for its answer. Relevance is a choice among them
and "none of them" (a logit of 0), so that it is calibrated from the start; span logits choose a place or [CLS] for no answer, where
people marked spans. Prints development figures per language.
"""
import argparse
import math
import os
import time

import numpy as np
import torch

from model import CLS, LONGEST, SEP, Encoder, Reader, padded

SEED = 7


def load_groups(packs, split):
    """Per question: rows (ids, relevant, has a span, its first and last place, where the passage begins), and whether it is French."""
    pack = np.load(os.path.join(packs, f"reader.{split}.npz"))
    texts = np.split(pack["ids"].astype(np.int64), np.cumsum(pack["lengths"].astype(np.int64))[:-1])
    groups = {}
    for group, question, passage, relevant, start, end in pack["rows"].tolist():
        asked = texts[question][:LONGEST // 2]
        first = len(asked) + 2
        row = np.concatenate([[CLS], asked, [SEP], texts[passage][:LONGEST - first - 1], [SEP]])
        has_span = start >= 0 and first + end < len(row) - 1
        places = (first + start, first + end) if has_span else (0, 0)
        groups.setdefault(group, []).append((row, relevant, has_span, *places, first))
    return [(rows, bool(pack["french"][group])) for group, rows in groups.items()]


def inputs(rows, device):
    ids, mask = padded([row[0] for row in rows])
    types = (torch.arange(ids.shape[1])[None, :] >= torch.tensor([row[5] for row in rows])[:, None]).long() * mask
    return ids.to(device), mask.to(device), types.to(device)


def losses(reader, batch, device):
    rows = [row for group, _ in batch for row in group]
    relevance, start, end = reader(*inputs(rows, device))
    relevance, start, end = relevance.float(), start.float(), end.float()
    choice, at = 0.0, 0
    for group, _ in batch:
        scores = torch.cat([relevance[at:at + len(group)], relevance.new_zeros(1)])
        right = next((i for i, row in enumerate(group) if row[1]), len(group))
        choice = choice + torch.nn.functional.cross_entropy(scores[None], torch.tensor([right], device=device))
        at += len(group)
    # A passage that is not relevant holds no answer; a relevant one without a marked span teaches nothing about places.
    told = torch.tensor([row[2] or not row[1] for row in rows], device=device)
    places = torch.tensor([(row[3], row[4]) for row in rows], device=device)
    if told.any():
        span = (torch.nn.functional.cross_entropy(start[told], places[told, 0]) + torch.nn.functional.cross_entropy(end[told], places[told, 1])) / 2
    else:
        span = 0.0
    return choice / len(batch) + 0.5 * span


def main():
    p = argparse.ArgumentParser()
    for name in ("packs", "encoder", "out"):
        p.add_argument(name)
    p.add_argument("--minutes", type=float, default=9)
    p.add_argument("--groups", type=int, default=16)
    p.add_argument("--rate", type=float, default=1e-4)
    given = p.parse_args()
    torch.manual_seed(SEED)
    generator = torch.Generator().manual_seed(SEED)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    saved = torch.load(given.encoder, map_location="cpu")
    encoder = Encoder(saved["pieces"])
    encoder.load_state_dict({name: value.float() if value.is_floating_point() else value for name, value in saved["encoder"].items()})
    reader = Reader(encoder).to(device)
    train, dev = load_groups(given.packs, "train"), load_groups(given.packs, "dev")
    optimiser = torch.optim.AdamW(reader.parameters(), lr=given.rate, weight_decay=0.01)
    begun, step, seconds = time.time(), 0, given.minutes * 60
    order = []
    while (spent := time.time() - begun) < seconds:
        if len(order) < given.groups:
            order = torch.randperm(len(train), generator=generator).tolist()
        batch = [train[order.pop()] for _ in range(min(given.groups, len(order)))]
        share = spent / seconds
        for group in optimiser.param_groups:
            group["lr"] = given.rate * min(share / 0.1, 0.5 * (1 + math.cos(math.pi * share)) + 0.01)
        reader.train()
        with torch.autocast(device, dtype=torch.bfloat16, enabled=device == "cuda"):
            loss = losses(reader, batch, device)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
        optimiser.step()
        if step % 100 == 0:
            print(step, round(spent), round(loss.item(), 4), flush=True)
        step += 1
    torch.save({"reader": {name: value.half() for name, value in reader.state_dict().items()}, "pieces": saved["pieces"]}, given.out)
    print("steps", step, figures(reader, dev, device), flush=True)


@torch.inference_mode()
def figures(reader, dev, device):
    """Right passage first (of answerable questions), F1 of the span in pieces (given the right passage), area under ROC of the best relevance."""
    reader.eval()
    out = {}
    for language, french in (("en", False), ("fr", True)):
        first, f1, best, labels = [], [], [], []
        for rows, is_french in dev:
            if is_french != french:
                continue
            relevance, start, end = (x.float().cpu() for x in reader(*inputs(rows, device)))
            right = next((i for i, row in enumerate(rows) if row[1]), None)
            labels.append(right is not None)
            best.append(relevance.max().item())
            if right is None:
                continue
            first.append(relevance.argmax().item() == right)
            if rows[right][2]:
                f1.append(overlap(start[right], end[right], rows[right][3], rows[right][4]))
        out[language] = {"questions": len(labels), "first": mean(first), "f1": mean(f1), "auc": area(best, labels)}
    return out


def overlap(start, end, a, b, longest=30):
    """F1 of the best span with the marked one, in pieces; place 0 is no answer and not looked at here."""
    score = start[:, None] + end[None, :]
    length = torch.arange(len(end))[None, :] - torch.arange(len(start))[:, None]
    score[(length < 0) | (length >= longest)] = -1e9
    score[0] = -1e9
    s, e = divmod(score.argmax().item(), len(end))
    shared = max(0, min(e, b) - max(s, a) + 1)
    return 2 * shared / ((e - s + 1) + (b - a + 1))


def area(scores, labels):
    """Probability that an answerable question scores above one that is not (Mann and Whitney 1947)."""
    good = [score for score, label in zip(scores, labels) if label]
    bad = [score for score, label in zip(scores, labels) if not label]
    return mean([1.0 if g > b else 0.5 if g == b else 0.0 for g in good for b in bad])


def mean(values):
    return round(sum(values) / len(values), 4) if values else None


if __name__ == "__main__":
    main()
