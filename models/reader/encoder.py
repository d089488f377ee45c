"""Stage 1: the encoder, by bilingual distillation and masked words.

    python encoder.py PACKS OUT.pt --minutes 9 [--scratch]

Both sides of a translation are drawn to the teacher's vector of the English side (Reimers and Gurevych 2020), in its first 96
principal components; every other step predicts masked pieces of both sides. Layers and pieces start from the teacher's, or with
--scratch from nothing. Runs on a GPU where there is one. Prints the loss and, at the end, how often a held-out French sentence
finds its English one first among a thousand.
"""
import argparse
import glob
import math
import os
import time

import numpy as np
import torch

from model import MASK, WIDTH, Encoder, padded

SEED = 7


def load_pairs(packs):
    sides, targets = {"en": [], "fr": []}, []
    for path in sorted(glob.glob(os.path.join(packs, "pairs.*.npz"))):
        pack = np.load(path)
        for side in sides:
            sides[side] += np.split(pack[f"{side}_ids"].astype(np.int64), np.cumsum(pack[f"{side}_lengths"].astype(np.int64))[:-1])
        targets.append(pack["target"] * pack["scale"])
    return sides["en"], sides["fr"], torch.tensor(np.concatenate(targets))


def started(packs, scratch):
    start = np.load(os.path.join(packs, "start.npz"))
    encoder = Encoder(len(start["embeddings"]))
    if not scratch:
        state = {name: torch.tensor(value.astype(np.float32)) for name, value in np.load(os.path.join(packs, "layers.npz")).items()}
        state["embeddings.word_embeddings.weight"] = torch.tensor(start["embeddings"] * start["scale"])
        missing, unexpected = encoder.bert.load_state_dict(state, strict=False)
        assert not unexpected and all("position_ids" in name for name in missing), (missing, unexpected)
    return encoder


def masked(ids, mask, generator):
    """A sixth of the pieces hidden; labels elsewhere -100."""
    drawn = (torch.rand(ids.shape, generator=generator) < 1 / 6) & (mask == 1) & (ids > 4)
    return torch.where(drawn, MASK, ids), torch.where(drawn, ids, -100)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("packs")
    p.add_argument("out")
    p.add_argument("--minutes", type=float, default=9)
    p.add_argument("--batch", type=int, default=256)
    p.add_argument("--rate", type=float, default=3e-4)
    p.add_argument("--scratch", action="store_true")
    given = p.parse_args()
    torch.manual_seed(SEED)
    generator = torch.Generator().manual_seed(SEED)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    en, fr, targets = load_pairs(given.packs)
    held = min(1000, len(en) // 10)
    encoder = started(given.packs, given.scratch).to(device)
    head = torch.nn.Linear(WIDTH, targets.shape[1], bias=False).to(device)
    words = torch.nn.Linear(WIDTH, WIDTH).to(device)
    optimiser = torch.optim.AdamW([*encoder.parameters(), *head.parameters(), *words.parameters()], lr=given.rate, weight_decay=0.01)
    begun, step, epoch = time.time(), 0, []
    seconds = given.minutes * 60
    while (spent := time.time() - begun) < seconds:
        if not epoch:
            # Of like length together: a long sentence must not pad a batch of short ones.
            order = torch.randperm(len(en) - held, generator=generator) + held
            chunks = [sorted(chunk.tolist(), key=lambda i: len(fr[i])) for chunk in order.split(given.batch * 20)]
            epoch = [chunk[at:at + given.batch] for chunk in chunks for at in range(0, len(chunk), given.batch)]
            epoch = [epoch[i] for i in torch.randperm(len(epoch), generator=generator)]
        rows = epoch.pop()
        # Up for a tenth of the time, then down as a cosine.
        share = spent / seconds
        for group in optimiser.param_groups:
            group["lr"] = given.rate * min(share / 0.1, 0.5 * (1 + math.cos(math.pi * share)) + 0.01)
        target = torch.nn.functional.normalize(targets[rows].float(), dim=-1).to(device)
        with torch.autocast(device, dtype=torch.bfloat16, enabled=device == "cuda"):
            loss = 0.0
            for side in (en, fr):
                ids, mask = padded([side[i] for i in rows])
                if step % 2:
                    hidden, labels = masked(ids, mask, generator)
                    states = encoder(hidden.to(device), mask.to(device))
                    at = labels.to(device) != -100
                    logits = words(states[at]) @ encoder.bert.embeddings.word_embeddings.weight.T
                    loss = loss + torch.nn.functional.cross_entropy(logits.float(), labels.to(device)[at]) / 10
                else:
                    vectors = torch.nn.functional.normalize(head(encoder.mean(ids.to(device), mask.to(device))).float(), dim=-1)
                    # Near the teacher, and nearer to one's own translation than to the others of the batch.
                    loss = loss + (1 - (vectors * target).sum(-1)).mean()
                    loss = loss + 0.2 * torch.nn.functional.cross_entropy(20 * vectors @ target.T, torch.arange(len(rows), device=device))
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(encoder.parameters(), 1.0)
        optimiser.step()
        if step % 100 == 0:
            print(step, round(spent), round(loss.item(), 4), flush=True)
        step += 1
    torch.save({"encoder": {name: value.half() for name, value in encoder.state_dict().items()}, "pieces": encoder.bert.config.vocab_size}, given.out)
    print("steps", step, "first of", held, round(accuracy(encoder, head, en[:held], fr[:held], device), 4), flush=True)


@torch.inference_mode()
def accuracy(encoder, head, en, fr, device):
    encoder.eval()
    sides = []
    for side in (en, fr):
        vectors = [head(encoder.mean(*(x.to(device) for x in padded(list(side[at:at + 64]))))).float().cpu() for at in range(0, len(side), 64)]
        sides.append(torch.nn.functional.normalize(torch.cat(vectors), dim=-1))
    return (sides[1] @ sides[0].T).argmax(1).eq(torch.arange(len(en))).float().mean().item()


if __name__ == "__main__":
    main()
