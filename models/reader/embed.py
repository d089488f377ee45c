"""Train the embedder: six layers of multilingual-e5-small (Wang et al. 2024) that give the vectors of all twelve, the same for both languages.

    python embed.py START MATERIAL.pkl PAIRS.pkl OUT.pt --minutes 40 [--layers 0 2 4 7 9 11] [--measure FILE.jsonl ...]

Targets of a text: the teacher's vector less the mean of its language and kind (question or passage), without which texts of one language lie nearer to one another than to what they mean
(language bias; Yang et al. 2021); of a translation, the mean of both (Reimers & Gurevych 2020). Questions are also set against the passages of the batch and hard negatives (InfoNCE; van den Oord et al. 2018).
"""
import argparse
import json
import os
import pickle
import random
import time

import torch
from torch import nn
from tokenizers import Tokenizer
from torch.utils.data import DataLoader, IterableDataset
from transformers import BertConfig, BertModel

from draw import Sampler
from model import PAD, fast, packed

PREFIX, MOST, TEMPERATURE = {'query': 'query: ', 'passage': 'passage: '}, 256, 0.05
F = nn.functional


def encode(bert, rows, train=False):
    """Mean vectors [rows, size] of lists of pieces."""
    lengths = torch.tensor([len(r) for r in rows])
    ids = torch.full((len(rows), int(lengths.max())), PAD)
    for i, row in enumerate(rows):
        ids[i, :len(row)] = torch.tensor(row)
    there = torch.arange(ids.shape[1])[None] < lengths[:, None]
    with torch.set_grad_enabled(train), fast(bert.device.type):
        if bert.device.type != 'cpu':
            ids, there, lengths = ids.to(bert.device), there.to(bert.device), lengths.to(bert.device)
            states = bert(input_ids=ids, attention_mask=there.long()).last_hidden_state.float()
            return (states * there[..., None]).sum(1) / lengths[:, None]
        states = packed(bert, ids, there).float()
    at = torch.repeat_interleave(torch.arange(len(rows)), lengths)
    return torch.zeros(len(rows), states.shape[-1]).index_add(0, at, states) / lengths[:, None]


def open_models(start, layers, init=None):
    begun = torch.load(os.path.join(start, 'start.pt'))
    config = BertConfig(**begun['config'])
    state = {k: v.float() for k, v in begun['state'].items()}
    teacher = BertModel(config, add_pooling_layer=False)
    teacher.load_state_dict(state)
    config = BertConfig(**begun['config'])
    config.num_hidden_layers = len(layers)
    student = BertModel(config, add_pooling_layer=False)
    own = {k: v for k, v in state.items() if not k.startswith('encoder.layer.')}
    for to, of in enumerate(layers):
        own.update({k.replace(f'encoder.layer.{of}.', f'encoder.layer.{to}.'): v for k, v in state.items() if k.startswith(f'encoder.layer.{of}.')})
    student.load_state_dict(own)
    if init:
        student.load_state_dict({k: v.float() for k, v in torch.load(init)['state'].items()}, strict=False)
    return teacher.eval(), student.train()


class Texts:
    """Questions with the passage that answers and up to `hard` hard negatives; sentences with their translations."""

    def __init__(self, material, pairs, prefixes, hard, seed):
        self.sampler, self.pairs, self.prefixes, self.hard, self.random = Sampler(material, seed), pairs, prefixes, hard, random.Random(seed)
        # Those that are worded for their own passage ("when was it built?") find no other one.
        sources = [n for n in self.sampler.names if n in material['questions'] and n != 'written-alone']
        self.sampler.names = sources

    def question(self):
        while True:
            name = self.sampler.random.choices(self.sampler.names, [self.sampler.weights[n] for n in self.sampler.names])[0]
            own = self.sampler.questions[name]
            if not self.sampler.order[name]:
                self.sampler.order[name] = self.sampler.random.sample(range(len(own)), len(own))
            lang, plang, ids, switched, changed, text, first, last, answers, answerable, negatives, *written = own[self.sampler.order[name].pop()]
            if not answerable:
                continue
            row = lambda t, f, l: self.sampler.window(t, 1, f, l, whole=bool(written))
            passage = lambda r, l: ('passage', l, [0, *self.prefixes['passage'], *r[0].tolist(), *r[1].tolist()][:MOST - 1] + [2])
            out = [('query', lang, [0, *self.prefixes['query'], *ids.tolist(), 2]), passage(row(text, first, last), plang)]
            others = [other for other in self.random.sample(negatives[:8], min(self.hard, len(negatives[:8]))) if other != text]
            return out[0], out[1], [passage(row(other, -1, -1), plang) for other in others], text, others

    def translation(self):
        a, b = self.random.choice(self.pairs)
        kind = self.random.choice(['query', 'passage'])
        return [(kind, lang, [0, *self.prefixes[kind], *map(int, t)][:MOST - 1] + [2]) for lang, t in (('en', a), ('fr', b))]


class Batches(IterableDataset):
    """(questions, translations) of a step, forever."""

    def __init__(self, material, pairs, prefixes, hard, seed, questions, translations):
        self.given, self.questions, self.translations = (material, pairs, prefixes, hard, seed), questions, translations

    def __iter__(self):
        worker = torch.utils.data.get_worker_info()
        *given, seed = self.given
        texts = Texts(*given, seed * 1000 + (worker.id if worker else 0))
        while True:
            yield [texts.question() for _ in range(self.questions)], [texts.translation() for _ in range(self.translations)]


@torch.inference_mode()
def measure(student, start, path):
    tok = Tokenizer.from_file(os.path.join(start, 'tokenizer.json'))
    ids = lambda t: [0, *tok.encode(t, add_special_tokens=False).ids[:MOST - 2], 2]
    lines = [l for l in map(json.loads, open(path, encoding='utf8')) if l['expects'] == 'answer']
    place = {}
    for l in lines:
        for p in l['passages']:
            place.setdefault((p['title'], p['text']), len(place))
    def vectors(texts):
        rows = [ids(t) for t in texts]
        order, out = sorted(range(len(rows)), key=lambda i: len(rows[i])), [None] * len(rows)
        for at in range(0, len(order), 64):
            for i, v in zip(order[at:at + 64], encode(student, [rows[i] for i in order[at:at + 64]])):
                out[i] = v
        return F.normalize(torch.stack(out), dim=-1).cpu()
    student.eval()
    pv, qv = vectors([f'passage: {t}\n{x}' for t, x in place]), vectors(['query: ' + l['question'] for l in lines])
    for w in (0, 0.5, 1, 2, 1e9):
        table = {}
        for n, l in enumerate(lines):
            at = lambda p: place[(p['title'], p['text'])]
            good = {at(p) for p in l['passages'] if any(p['right'])}
            base = torch.zeros(len(place))
            for p in l['passages']:
                base[at(p)] = p['score'] or 0
            order = (base * (w < 1e8) + w * (pv @ qv[n])).argsort(descending=True).tolist()
            r = next((i for i, o in enumerate(order) if o in good), 999)
            for key in ('all', 'same' if any(p['language'] == l['language'] for p in l['passages'] if any(p['right'])) else 'x'):
                v = table.setdefault(key, [0] * 6)
                for j, k in enumerate((1, 3, 5, 8, 12)):
                    v[j] += r < k
                v[5] += 1
        print('  ', os.path.basename(path), 'w', w, {k: [round(100 * x / v[5], 1) for x in v[:5]] for k, v in sorted(table.items())}, flush=True)


def main():
    p = argparse.ArgumentParser()
    for name in ('start', 'material', 'pairs', 'out'):
        p.add_argument(name)
    p.add_argument('--layers', type=int, nargs='+', default=[0, 2, 4, 7, 9, 11])
    p.add_argument('--minutes', type=float, default=40)
    p.add_argument('--rate', type=float, default=2e-4)
    p.add_argument('--seed', type=int, default=3)
    p.add_argument('--questions', type=int, default=24, help='questions a step, each set against the passages of all others')
    p.add_argument('--hard', type=int, default=1, help='most hard negatives of a question')
    p.add_argument('--translations', type=int, default=32, help='translations a step')
    p.add_argument('--save', type=int, default=300, help='steps between checkpoints')
    p.add_argument('--device', default='cpu')
    p.add_argument('--workers', type=int, default=0)
    p.add_argument('--init')
    p.add_argument('--measure', nargs='*', default=[])
    given = p.parse_args()
    torch.manual_seed(given.seed)
    device = given.device
    teacher, student = (model.to(device) for model in open_models(given.start, given.layers, given.init))
    # On a GPU attention comes from a kernel of its own, whose dropout would be others' than that of the embeddings.
    learns = student.eval if device != 'cpu' else student.train
    learns()
    for q in student.embeddings.parameters():
        q.requires_grad = False
    tok = Tokenizer.from_file(os.path.join(given.start, 'tokenizer.json'))
    prefixes = {k: tok.encode(v, add_special_tokens=False).ids for k, v in PREFIX.items()}
    material = pickle.load(open(given.material, 'rb'))
    translations = pickle.load(open(given.pairs, 'rb'))
    texts = Texts(material, translations, prefixes, given.hard, given.seed)
    # Means of language and kind.
    sample = {}
    while min([len(v) for v in sample.values()] + [0 if len(sample) < 4 else 999]) < 250:
        q, a, b, *_ = texts.question()
        for kind, lang, ids in (q, a):
            sample.setdefault((kind, lang), []).append(ids)
    with torch.inference_mode():
        means = {k: torch.cat([encode(teacher, v[:250][at:at + 50]) for at in range(0, 250, 50)]).mean(0).clone() for k, v in sample.items()}
    print({k: len(v) for k, v in sample.items()}, flush=True)
    body = [q for q in student.parameters() if q.requires_grad]
    optimiser = torch.optim.AdamW(body, lr=given.rate, weight_decay=0.01, fused=True)
    save = lambda: torch.save({'layers': len(given.layers), 'state': {k: v.half().cpu() for k, v in student.state_dict().items() if not k.startswith('embeddings.')}}, given.out)
    loader = iter(DataLoader(Batches(material, translations, prefixes, given.hard, given.seed, given.questions, given.translations), batch_size=None, num_workers=given.workers, collate_fn=lambda drawn: drawn))
    t0, step, shown = time.time(), 0, torch.zeros(2, device=device)
    while (spent := time.time() - t0) < given.minutes * 60:
        share = spent / (given.minutes * 60)
        for group in optimiser.param_groups:
            group['lr'] = given.rate * min((share + 0.002) / 0.04, 1 - share + 0.02)
        asked, pairs = next(loader)
        rows = [a[0] for a in asked] + [a[1] for a in asked] + [one for a in asked for one in a[2]] + [one for pair in pairs for one in pair]
        q, n = len(asked), 2 * len(asked) + sum(len(a[2]) for a in asked)
        with torch.inference_mode():
            target = encode(teacher, [r[2] for r in rows])
            target = F.normalize(target - torch.stack([means[r[:2]] for r in rows]), dim=-1)
            both = F.normalize(target[n::2] + target[n + 1::2], dim=-1)
            target[n::2], target[n + 1::2] = both, both
        target = target.clone()
        z = F.normalize(encode(student, [r[2] for r in rows], True), dim=-1)
        close = (1 - (z * target).sum(-1)).mean()
        logits = z[:q] @ z[q:n].T / TEMPERATURE
        numbers = [a[3] for a in asked] + [other for a in asked for other in a[4]]
        own = torch.tensor(numbers, device=device)
        same = (own[None] == own[:q, None]) & ~torch.eye(q, n - q, dtype=torch.bool, device=device)
        choice = F.cross_entropy(logits.masked_fill(same, -1e4), torch.arange(q, device=device))
        # The teacher's own choice among the same passages.
        theirs = (target[:q] @ target[q:n].T / TEMPERATURE).masked_fill(same, -1e4).softmax(-1)
        alike = -(theirs * logits.masked_fill(same, -1e4).log_softmax(-1)).sum(-1).mean()
        optimiser.zero_grad()
        (8 * close + choice + 0.3 * alike).backward()
        torch.nn.utils.clip_grad_norm_(body, 1.0)
        optimiser.step()
        shown, step = shown + torch.stack([close, choice]).detach(), step + 1
        if step % 25 == 0:
            print(step, round(spent), (shown / 25).tolist(), flush=True)
            shown = torch.zeros(2, device=device)
        if step % given.save == 0:
            save()
            for path in given.measure:
                measure(student, given.start, path)
                learns()
    save()
    print('steps', step)
    for path in given.measure:
        measure(student, given.start, path)


if __name__ == '__main__':
    main()
