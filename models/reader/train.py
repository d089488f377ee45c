"""Train the reader on groups; bf16 on two CPU cores is enough.

    python train.py START GROUPS.pkl OUT.pt --layers 6 --minutes 100 [--init CHECKPOINT.pt] [--real real.jsonl]

Embeddings and the lowest layers stay frozen: they carry what the two languages share. Loss of a group: one choice among all sentences of all its passages and none (cross-entropy over
`none` = 0 and the sentence scores; where nobody marked the sentence, any of the relevant passage); relevance as the same choice among passages and by itself (binary); start and end
(place 0 is no answer; rows without a marked span teach relevance alone). Groups are drawn with the weights of their sources. Saves OUT every 200 steps with the optimiser's state, so
that --init goes on from any of them. --real: questions with the passages that the product's retriever gave (see real.py), as development figures that the product will show.
"""
import argparse
import os
import pickle
import random
import time

import torch
from torch import nn
from transformers import BertConfig

from model import Reader, batch_of, rows_of


def open_reader(start, layers, checkpoint=None):
    begun = torch.load(os.path.join(start, 'start.pt'))
    config = BertConfig(**begun['config'])
    config.num_hidden_layers = layers
    reader = Reader(config)
    reader.bert.load_state_dict({k: v for k, v in begun['state'].items() if not any(k.startswith(f'encoder.layer.{i}.') for i in range(layers, 12))})
    if checkpoint:
        found = reader.load_state_dict({k: v.float() for k, v in torch.load(checkpoint)['state'].items()}, strict=False)
        print('goes on from', checkpoint, found.unexpected_keys, [k for k in found.missing_keys if not k.startswith('bert.embeddings')], flush=True)
    return reader


def loss_of(reader, groups, device):
    rows = [row for group in groups for row in rows_of(group)]
    relevance, sentences, start, end = reader(*batch_of(rows, device))
    none, zero = relevance.new_zeros(1), relevance.new_zeros(())
    choice, binary, chosen, at = zero, zero, zero, 0
    for group in groups:
        count = len(group[4])
        scores, own = relevance[at:at + count], sentences[at:at + count]
        choice = choice + nn.functional.cross_entropy(torch.cat([scores, none])[None], torch.tensor([0 if group[5] else count], device=device))
        binary = binary + nn.functional.binary_cross_entropy_with_logits(scores, torch.tensor([float(row[3]) for row in group[4]], device=device))
        total = torch.logsumexp(torch.cat([own.reshape(-1), none]), 0)
        gold = group[4][0][6]
        right = none[0] if not group[5] else own[0, gold] if gold >= 0 else torch.logsumexp(own[0], 0)
        chosen = chosen + total - right
        at += count
    told = torch.tensor([row[4] > 0 or not row[3] for row in rows], device=device)
    places = torch.tensor([(row[4], row[5]) for row in rows], device=device)
    span = (nn.functional.cross_entropy(start[told], places[told, 0]) + nn.functional.cross_entropy(end[told], places[told, 1])) / 2 if told.any() else zero
    return (chosen + 0.3 * choice + 0.3 * binary) / len(groups) + 0.5 * span


class Teacher:
    """The whole encoder that the reader's layers were cut from, as it was trained: vectors of texts, less their mean, which all of its vectors share."""

    def __init__(self, start, sample):
        self.bert = open_reader(start, 12).bert.eval()
        self.mean = 0
        self.mean = torch.cat([self.vectors(*texts_of(sample[at:at + 64])) for at in range(0, len(sample), 64)]).mean(0)

    @torch.inference_mode()
    def vectors(self, ids, mask):
        with torch.autocast('cpu', dtype=torch.bfloat16):
            states = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        means = (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        return nn.functional.normalize(means, dim=-1) - self.mean


def texts_of(texts):
    """Pieces of texts, prefix included -> ids, mask."""
    rows = [[0, *text, 2] for text in texts]
    longest = max(map(len, rows))
    ids, mask = torch.full((len(rows), longest), 1), torch.zeros(len(rows), longest)
    for i, row in enumerate(rows):
        ids[i, :len(row)] = torch.tensor(row)
        mask[i, :len(row)] = 1
    return ids, mask


def vector_loss(reader, teacher, groups, pairs, prefix):
    """Vectors of texts as the teacher has them (a translation: half way between both of the pair), and a question next to the sentence that answers it, among all sentences here."""
    texts, at, asked = [], [], []
    for group in groups:
        gold = group[4][0]
        q = len(texts)
        texts.append([*prefix['query:'], *group[3].tolist()])
        sentences = [(ids[a:b + 1].tolist(), n == gold[6] and r == 0) for r, (head, ids, spans, *_, _g) in enumerate(group[4]) for n, (a, b) in enumerate(spans)]
        right = [s for s in sentences if s[1]]
        for ids, isGold in right + random.sample([s for s in sentences if not s[1]], min(4, len(sentences) - len(right))):
            if isGold and group[5]:
                asked.append((q, len(texts)))
            at.append(len(texts))
            texts.append([*prefix['passage:'], *ids[:96]])
    own = len(texts)
    for en, fr in pairs:
        texts += [[*prefix['passage:'], *en.tolist()], [*prefix['passage:'], *fr.tolist()]]
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    ours, theirs = [None] * len(texts), [None] * len(texts)
    for begin in range(0, len(order), 24):
        part = order[begin:begin + 24]
        ids, mask = texts_of([texts[i] for i in part])
        with torch.autocast('cpu', dtype=torch.bfloat16):
            found = reader.vectors(ids, mask)
        for i, a, b in zip(part, found, teacher.vectors(ids, mask)):
            ours[i], theirs[i] = a, b
    ours, theirs = torch.stack(ours), nn.functional.normalize(torch.stack(theirs), dim=-1).clone()
    theirs[own:] = nn.functional.normalize(theirs[own:].view(-1, 2, theirs.shape[-1]).mean(1, keepdim=True).expand(-1, 2, -1).reshape(-1, theirs.shape[-1]), dim=-1)
    loss = 2 * (1 - (ours * theirs).sum(1).mean())
    if len(asked) > 1:
        scores = 20 * ours[[q for q, _ in asked]] @ ours[at].T
        loss = loss + 0.3 * nn.functional.cross_entropy(scores, torch.tensor([at.index(gold) for _, gold in asked]))
    return loss


def area(good, bad):
    """Area under ROC: the chance that a good one is above a bad one (Mann-Whitney)."""
    return sum((g > b) + 0.5 * (g == b) for g in good for b in bad) / max(1, len(good) * len(bad))


@torch.inference_mode()
def figures(reader, groups, device):
    """On held-out groups: right sentence first among all sentences of the group, F1 of the span in pieces, by language (x: across); area of answerable against none."""
    reader.eval()
    first, f1, good, bad = {}, {}, [], []
    for group in groups:
        rows = rows_of(group)
        with torch.autocast(device, dtype=torch.bfloat16):
            relevance, sentences, start, end = (x.float().cpu() for x in reader(*batch_of(rows, device)))
        key = group[1] if group[1] == group[2] else 'x'
        (good if group[5] else bad).append(torch.logsumexp(sentences.reshape(-1), 0).item())
        if not group[5] or rows[0][6] < 0:
            continue
        first.setdefault(key, []).append(sentences.reshape(-1).argmax().item() == rows[0][6])
        score = start[0][:, None] + end[0][None]
        length = torch.arange(len(end[0]))[None] - torch.arange(len(start[0]))[:, None]
        score[(length < 0) | (length >= 30)] = -1e9
        score[0] = -1e9
        a, b = divmod(score.argmax().item(), len(end[0]))
        shared = max(0, min(b, rows[0][5]) - max(a, rows[0][4]) + 1)
        f1.setdefault(key, []).append(2 * shared / ((b - a + 1) + (rows[0][5] - rows[0][4] + 1)))
    reader.train()
    mean = lambda table: {key: round(sum(values) / len(values), 3) for key, values in sorted(table.items())}
    print('  dev: sentence', mean(first), 'f1', mean(f1), 'area', round(area(good, bad), 3), flush=True)


def main():
    p = argparse.ArgumentParser()
    for name in ('start', 'groups', 'out'):
        p.add_argument(name)
    p.add_argument('--layers', type=int, default=6)
    p.add_argument('--frozen', type=int, default=2, help='lowest layers that are not trained')
    p.add_argument('--minutes', type=float, default=60)
    p.add_argument('--init')
    p.add_argument('--batch', type=int, default=7, help='groups a step')
    p.add_argument('--rate', type=float, default=1.4e-4)
    p.add_argument('--warm', type=float, default=0.02, help='share of the time in which the rate rises; it falls linearly afterwards')
    p.add_argument('--device', default='cpu')
    p.add_argument('--seed', type=int, default=7)
    p.add_argument('--real', nargs='*', default=[])
    p.add_argument('--pairs', help='translations (pairs.py): train vectors of texts too')
    given = p.parse_args()
    torch.manual_seed(given.seed)
    random.seed(given.seed)
    reader = open_reader(given.start, given.layers, given.init)
    for parameter in [*reader.bert.embeddings.parameters(), *(q for layer in reader.bert.encoder.layer[:given.frozen] for q in layer.parameters())]:
        parameter.requires_grad = False
    reader.to(given.device).train()
    data = pickle.load(open(given.groups, 'rb'))
    by = {}
    for group in data['train']:
        by.setdefault(group[0], []).append(group)
    names = list(by)
    weights = [data['weights'][name] for name in names]
    order = {name: [] for name in names}

    def draw():
        name = random.choices(names, weights)[0]
        if not order[name]:
            order[name] = random.sample(range(len(by[name])), len(by[name]))
        return by[name][order[name].pop()]

    pairs, teacher, prefix = [], None, None
    if given.pairs:
        from tokenizers import Tokenizer
        from vectors import measure as measure_vectors, prefixes
        prefix = prefixes(Tokenizer.from_file(os.path.join(given.start, 'tokenizer.json')))
        pairs = pickle.load(open(given.pairs, 'rb'))
        teacher = Teacher(given.start, [[*prefix['passage:'], *side.tolist()] for pair in pairs[:400] for side in pair] + [[*prefix['query:'], *g[3].tolist()] for g in random.sample(data['train'], 200)])

    heads = [q for name, q in reader.named_parameters() if not name.startswith('bert.')]
    body = [q for name, q in reader.named_parameters() if name.startswith('bert.') and q.requires_grad]
    optimiser = torch.optim.AdamW([{'params': body, 'scale': 1}, {'params': heads, 'scale': 3}], lr=given.rate, weight_decay=0.01, fused=True)
    save = lambda: torch.save({'layers': given.layers, 'state': {k: v.half() for k, v in reader.state_dict().items() if not k.startswith('bert.embeddings.')}}, given.out)
    print(len(data['train']), 'groups of', len(names), 'sources', flush=True)
    t0, step, total, beside, batches = time.time(), 0, 0.0, 0.0, []
    while (spent := time.time() - t0) < given.minutes * 60:
        if not batches:  # sixteen batches of similar length at a time
            pool = sorted((draw() for _ in range(given.batch * 16)), key=lambda g: max(len(row[1]) for row in g[4]))
            batches = [pool[i:i + given.batch] for i in range(0, len(pool), given.batch)]
            random.shuffle(batches)
        share = spent / (given.minutes * 60)
        for group in optimiser.param_groups:
            group['lr'] = given.rate * group['scale'] * min((share + 0.002) / given.warm, 1 - share + 0.02)
        with torch.autocast(given.device, dtype=torch.bfloat16):
            chosen = batches.pop()
            loss = loss_of(reader, chosen, given.device)
        optimiser.zero_grad()
        loss.backward()
        if teacher:
            apart = vector_loss(reader, teacher, chosen, random.sample(pairs, 12), prefix)
            apart.backward()
            beside += apart.item()
        torch.nn.utils.clip_grad_norm_(body + heads, 1.0)
        optimiser.step()
        total, step = total + loss.item(), step + 1
        if step % 50 == 0:
            print(step, round(spent), round(total / 50, 4), round(beside / 50, 4), flush=True)
            total = beside = 0.0
        if step % 400 == 0:
            save()
            figures(reader, data['dev'][:240], given.device)
            for path in given.real:
                from real import measure
                measure(reader, given.start, path, given.device)
                if teacher:
                    measure_vectors(reader, given.start, path)
    save()
    print('steps', step)
    figures(reader, data['dev'][:600], given.device)


if __name__ == '__main__':
    main()
