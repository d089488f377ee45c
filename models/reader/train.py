"""Train the reader on material (groups.py); minutes on a GPU, hours on two CPU cores.

    python train.py START MATERIAL.pkl OUT.pt --layers 8 --minutes 10 [--init CHECKPOINT.pt] [--teacher CHECKPOINT.pt] [--real real.jsonl] [--device cuda]

Embeddings stay frozen: they carry what the two languages share. Loss of a group: one choice among all sentences of all its passages and none (cross-entropy over `none` = 0 and the
sentence scores; where nobody marked the sentence, any of the relevant passage); relevance as the same choice among passages and by itself (binary); start and end (place 0 is no answer;
rows without a marked span teach relevance alone). With --teacher, a reader of more layers, its distributions are the target beside the marks (Hinton et al. 2015), but for the sources --untaught
that it has not seen.
Groups are drawn with the weights of their sources.
Saves OUT every --save steps, from which --init goes on. --real: questions with the passages that the product's retriever gave (see real.py), as development figures that the product will show.
"""
import argparse
import os
import pickle
import random
import time

import torch
from torch import nn
from torch.utils.data import DataLoader, IterableDataset
from transformers import BertConfig

from draw import Sampler
from model import Reader, batch_of, fast, rows_of


def open_reader(start, layers, checkpoint=None):
    begun = torch.load(os.path.join(start, 'start.pt'))
    config = BertConfig(**begun['config'])
    config.num_hidden_layers = layers
    reader = Reader(config)
    reader.bert.load_state_dict({k: v.float() for k, v in begun['state'].items() if not any(k.startswith(f'encoder.layer.{i}.') for i in range(layers, 12))})
    if checkpoint:
        found = reader.load_state_dict({k: v.float() for k, v in torch.load(checkpoint)['state'].items()}, strict=False)
        print('goes on from', checkpoint, found.unexpected_keys, [k for k in found.missing_keys if not k.startswith('bert.embeddings')], flush=True)
    return reader


class Batches(IterableDataset):
    """Batches of groups of similar length, forever; those of `untaught` sources by themselves, as far as they fill a batch, and three times as many of single passages."""

    def __init__(self, material, size, seed, untaught=(), alone=0.0, most=7):
        self.material, self.size, self.seed, self.untaught, self.alone, self.most = material, size, seed, set(untaught), alone, most

    def __iter__(self):
        worker = torch.utils.data.get_worker_info()
        if worker:
            torch.set_num_threads(1)
        sampler = Sampler(self.material, self.seed * 1000 + (worker.id if worker else 0), self.alone, self.most)
        while True:
            pool, batches = [sampler.draw() for _ in range(self.size * 12)], []
            for several, size in ((True, self.size), (False, 3 * self.size)):
                own = [group for group in pool if (len(group[4]) > 1) == several]
                own.sort(key=lambda g: (g[0] in self.untaught, max(len(row[1]) for row in g[4])))
                batches += [own[i:i + size] for i in range(0, len(own), size)]
            sampler.random.shuffle(batches)
            for batch in batches:
                yield {**tensors_of(batch), 'untaught': torch.tensor(any(group[0] in self.untaught for group in batch))}


def tensors_of(groups):
    """Rows of all groups one under the other, and for each group [groups, most rows] the places of its rows (or -1), the gold row's sentence, and what it is."""
    rows = [row for group in groups for row in rows_of(group)]
    most = max(len(group[4]) for group in groups)
    place, at = torch.full((len(groups), most), -1), 0
    for g, group in enumerate(groups):
        place[g, :len(group[4])] = torch.arange(at, at + len(group[4]))
        at += len(group[4])
    return {
        'rows': batch_of(rows), 'place': place,
        'answerable': torch.tensor([bool(group[5]) for group in groups]),
        'gold': torch.tensor([group[4][0][6] if group[5] else -1 for group in groups]),
        'relevant': torch.tensor([float(row[3]) for row in rows]),
        'told': torch.tensor([row[4] > 0 or not row[3] for row in rows]),
        'places': torch.tensor([(row[4], row[5]) for row in rows]),
    }


def to(value, device):
    if isinstance(value, dict):
        return {k: to(v, device) for k, v in value.items()}
    if isinstance(value, (tuple, list)):
        return type(value)(to(v, device) for v in value)
    return value.to(device, non_blocking=True) if isinstance(value, torch.Tensor) else value


def choices(found, place):
    """Logits of each group over [sentences of its rows..., none] and [rows..., none]; -1e4 where there is nothing."""
    relevance, sentences = found[0], found[1]
    there = place >= 0
    own = torch.where(there[..., None], sentences[place.clamp(min=0)], -1e4)
    none = own.new_zeros(len(place), 1)
    return torch.cat([own.flatten(1), none], 1), torch.cat([torch.where(there, relevance[place.clamp(min=0)], -1e4), none], 1), own


def loss_of(found, batch):
    relevance, _, start, end = found
    over, among, own = choices(found, batch['place'])
    answerable, gold = batch['answerable'], batch['gold']
    right = torch.where(gold >= 0, own[:, 0].gather(1, gold.clamp(min=0)[:, None])[:, 0], torch.logsumexp(own[:, 0], -1))
    chosen = (torch.logsumexp(over, -1) - torch.where(answerable, right, 0.0)).mean()
    choice = nn.functional.cross_entropy(among, torch.where(answerable, 0, among.shape[1] - 1))
    binary = nn.functional.binary_cross_entropy_with_logits(relevance, batch['relevant'])
    told, places = batch['told'], batch['places']
    span = sum((nn.functional.cross_entropy(logits, places[:, n], reduction='none') * told).sum() / told.sum().clamp(min=1) for n, logits in enumerate((start, end))) / 2
    return chosen + 0.3 * choice + 0.5 * binary + 0.5 * span


def distilled(found, taught, batch):
    """Cross-entropy of the student's choices to the teacher's (less the teacher's own entropy)."""
    def apart(ours, theirs):
        theirs = theirs.softmax(-1)
        return (theirs * (torch.log(theirs + 1e-9) - ours.log_softmax(-1))).sum(-1).mean()
    ours, theirs = choices(found, batch['place']), choices(taught, batch['place'])
    binary = nn.functional.binary_cross_entropy_with_logits(found[0], taught[0].sigmoid())
    return apart(ours[0], theirs[0]) + 0.3 * apart(ours[1], theirs[1]) + 0.3 * binary + 0.25 * (apart(found[2], taught[2]) + apart(found[3], taught[3]))


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
        with fast(device):
            relevance, sentences, start, end = (x.float().cpu() for x in reader(*to(batch_of(rows), device)))
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
    print('  dev: sentence', mean(first), 'f1', mean(f1), 'area', round(area(good, bad), 3), 'of', len(groups), flush=True)


def main():
    p = argparse.ArgumentParser()
    for name in ('start', 'material', 'out'):
        p.add_argument(name)
    p.add_argument('--layers', type=int, default=6)
    p.add_argument('--frozen', type=int, default=0, help='lowest layers that are not trained')
    p.add_argument('--minutes', type=float, default=60)
    p.add_argument('--init')
    p.add_argument('--teacher', help='a reader of more layers: CHECKPOINT.pt')
    p.add_argument('--untaught', nargs='*', default=[], help='sources that the teacher has not seen: their marks alone are the target')
    p.add_argument('--alone', type=float, default=0, help='share of questions with a marked span, or without an answer, that come with their own passage alone, as in a reading test')
    p.add_argument('--negatives', type=int, default=7, help='most hard negatives of a question that was written for it')
    p.add_argument('--batch', type=int, default=7, help='groups a step')
    p.add_argument('--rate', type=float, default=1.4e-4)
    p.add_argument('--warm', type=float, default=0.02, help='share of the time in which the rate rises; it falls linearly afterwards')
    p.add_argument('--last', type=float, default=0.02, help='share of the rate that is left at the end')
    p.add_argument('--device', default='cpu')
    p.add_argument('--workers', type=int, default=0)
    p.add_argument('--seed', type=int, default=7)
    p.add_argument('--save', type=int, default=400, help='steps between checkpoints')
    p.add_argument('--held', type=int, default=240, help='held-out groups measured at each checkpoint')
    p.add_argument('--real', nargs='*', default=[])
    given = p.parse_args()
    torch.manual_seed(given.seed)
    random.seed(given.seed)
    device = given.device
    # cuDNN's attention plans anew for every shape of a batch: 170 ms a step instead of 75.
    torch.backends.cuda.enable_cudnn_sdp(False)
    reader = open_reader(given.start, given.layers, given.init)
    for parameter in [*reader.bert.embeddings.parameters(), *(q for layer in reader.bert.encoder.layer[:given.frozen] for q in layer.parameters())]:
        parameter.requires_grad = False
    reader.frozen = given.frozen
    reader.to(device).train()
    material = pickle.load(open(given.material, 'rb'))
    held = material.pop('dev')
    tutor = None
    if given.teacher:
        tutor = open_reader(given.start, torch.load(given.teacher)['layers'], given.teacher).to(device).eval()
    heads = [q for name, q in reader.named_parameters() if not name.startswith('bert.')]
    body = [q for name, q in reader.named_parameters() if name.startswith('bert.') and q.requires_grad]
    optimiser = torch.optim.AdamW([{'params': body, 'scale': 1}, {'params': heads, 'scale': 3}], lr=given.rate, weight_decay=0.01, fused=True)
    def save():
        # Beside it first: a run that is cut off while it writes keeps the checkpoint before.
        torch.save({'layers': given.layers, 'state': {k: v.half().cpu() for k, v in reader.state_dict().items() if not k.startswith('bert.embeddings.')}}, given.out + '.part')
        os.replace(given.out + '.part', given.out)


    def report():
        figures(reader, held[:given.held], device)
        for path in given.real:
            from real import measure
            measure(reader, given.start, path, device)

    loader = iter(DataLoader(Batches(material, given.batch, given.seed, given.untaught, given.alone, given.negatives), batch_size=None, num_workers=given.workers, pin_memory=device != 'cpu', **({'prefetch_factor': 6} if given.workers else {})))
    t0, step, shown = time.time(), 0, torch.zeros(2, device=device)
    while (spent := time.time() - t0) < given.minutes * 60:
        share = spent / (given.minutes * 60)
        for group in optimiser.param_groups:
            group['lr'] = given.rate * group['scale'] * min((share + 0.002) / given.warm, 1 - share * (1 - given.last))
        batch = to(next(loader), device)
        with fast(device):
            found = reader(*batch['rows'])
            teach = tutor and not batch['untaught']
            if teach:
                with torch.no_grad():
                    taught = [x.float() for x in tutor(*batch['rows'])]
        found = [x.float() for x in found]
        marked = loss_of(found, batch)
        close = distilled(found, taught, batch) if teach else marked.new_zeros(())
        optimiser.zero_grad()
        (marked * (0.4 if teach else 1) + close).backward()
        torch.nn.utils.clip_grad_norm_(body + heads, 1.0)
        optimiser.step()
        shown, step = shown + torch.stack([marked, close]).detach(), step + 1
        if step % 50 == 0:
            print(step, round(spent), (shown / 50).tolist(), flush=True)
            shown = torch.zeros(2, device=device)
        if step % given.save == 0:
            save()
            report()
    save()
    print('steps', step)
    report()


if __name__ == '__main__':
    main()
