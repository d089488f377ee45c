"""Development figures on questions with the passages that the product's retriever gave: the sentence that answers first, and answerable against near misses.

    python real.py START CHECKPOINT.pt FILE.jsonl [FILE.jsonl ...]

A line: {question, language, expects: answer | no-answer, golddocs, passages: [{title, language, text, sentences: [{start, end, kind}], right: [bool], score}]}, best passage first.
"""
import json
import os
import sys

import numpy as np
import torch
from tokenizers import Tokenizer

from model import batch_of, fast, rows_of

READ, TEXT, TITLE, QUESTION = 8, 200, 16, 44


def group_of(tokenizer, line):
    rows, places = [], []
    question = np.array(tokenizer.encode(line['question'], add_special_tokens=False).ids[:QUESTION], np.uint16)
    for p, passage in enumerate(line['passages'][:READ]):
        encoded = tokenizer.encode(passage['text'], add_special_tokens=False)
        head = np.array(tokenizer.encode(passage['title'], add_special_tokens=False).ids[:TITLE], np.uint16)
        spans, own, at = [], [], 0
        for s, sentence in enumerate(passage['sentences']):
            pieces = [i for i in range(at, min(TEXT, len(encoded.ids))) if encoded.offsets[i][1] > sentence['start'] and encoded.offsets[i][0] < sentence['end']]
            if not pieces:
                continue
            spans.append((max(pieces[0], at), pieces[-1]))
            at = pieces[-1] + 1
            own.append((p, s, passage['right'][s], sentence['kind']))
        rows.append((head, np.array(encoded.ids[:TEXT], np.uint16), spans, 0, -1, -1, -1))
        places.append(own)
    return ('real', line['language'], '', question, rows, line['expects'] == 'answer'), places


@torch.inference_mode()
def scored(reader, start, path, device='cpu'):
    tokenizer = Tokenizer.from_file(os.path.join(start, 'tokenizer.json'))
    for text in open(path, encoding='utf8'):
        line = json.loads(text)
        group, places = group_of(tokenizer, line)
        rows = rows_of(group)
        if not rows:
            continue
        with fast(device):
            relevance, sentences, start_, end = (x.float().cpu() for x in reader(*batch_of(rows, device)))
        yield line, [(p, s, right, kind, sentences[p, n].item(), relevance[p].item()) for p, own in enumerate(places) for n, (p_, s, right, kind) in enumerate(own)]


def measure(reader, start, path, device='cpu'):
    reader.eval()
    first, prior, reach, good, bad = {}, {}, {}, [], []
    for line, found in scored(reader, start, path, device):
        quotable = [x for x in found if x[3] != 'heading'] or found
        if not quotable:
            continue
        top = line['passages'][0]['score'] or 1
        with_rank = max(quotable, key=lambda x: x[4] + 6 * line['passages'][x[0]]['score'] / top)
        best = max(quotable, key=lambda x: x[4])
        if line['expects'] == 'answer':
            gold = {p['language'] for p in line['passages'] if any(p['right'])}
            key = 'none' if not gold else ('same' if line['language'] in gold else 'x')
            reach.setdefault(key, []).append(1)
            if key != 'none':
                first.setdefault(key, []).append(best[2])
                prior.setdefault(key, []).append(with_rank[2])
            good.append(best[4])
        else:
            bad.append(best[4])
    reader.train()
    mean = lambda table: {key: round(sum(values) / len(values), 3) for key, values in sorted(table.items())}
    from train import area
    print('  real', os.path.basename(path), 'first', mean(first), 'with retriever', mean(prior), 'of', {k: len(v) for k, v in reach.items()}, 'area', round(area(good, bad), 3), flush=True)


if __name__ == '__main__':
    from train import open_reader
    state = torch.load(sys.argv[2])
    reader = open_reader(sys.argv[1], state['layers'], sys.argv[2])
    for path in sys.argv[3:]:
        measure(reader, sys.argv[1], path)
