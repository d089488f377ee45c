"""Development figures of the vectors: sentences of the passages that the product's retriever gave, by their cosine with the question.

    python vectors.py START CHECKPOINT.pt FILE.jsonl [FILE.jsonl ...]

Texts stand by themselves, with the prefixes of multilingual-e5 (Wang et al. 2024): one vector a sentence serves every question about it.
"""
import json
import os
import sys

import torch
from tokenizers import Tokenizer

QUERY, PASSAGE, MOST = 'query: ', 'passage: ', 160


def prefixes(tokenizer):
    return {name: tokenizer.encode(name, add_special_tokens=False).ids for name in ('query:', 'passage:')}


@torch.inference_mode()
def encode(model, tokenizer, texts, size=24):
    from train import texts_of
    pieces = [encoded.ids[:MOST] for encoded in tokenizer.encode_batch(texts, add_special_tokens=False)]
    out = [None] * len(texts)
    order = sorted(range(len(texts)), key=lambda i: len(pieces[i]))
    for at in range(0, len(order), size):
        own = order[at:at + size]
        with torch.autocast('cpu', dtype=torch.bfloat16):
            vectors = model.vectors(*texts_of([pieces[i] for i in own]))
        for i, vector in zip(own, vectors.float()):
            out[i] = vector
    return torch.stack(out)


def measure(model, start, path, read=8):
    from train import area
    tokenizer = Tokenizer.from_file(os.path.join(start, 'tokenizer.json'))
    lines = [line for line in map(json.loads, open(path, encoding='utf8')) if line['passages']]
    texts, place = [], {}

    def put(text):
        if text not in place:
            place[text] = len(texts)
            texts.append(text)
        return place[text]

    asked = [put(QUERY + line['question']) for line in lines]
    read_at = [[(put(f'{PASSAGE}{p["title"]}\n{p["text"]}'), [put(PASSAGE + p['text'][s['start']:s['end']]) for s in p['sentences']]) for p in line['passages'][:read]] for line in lines]
    if hasattr(model, 'eval'):
        model.eval()
    vectors = encode(model, tokenizer, texts)
    if hasattr(model, 'train'):
        model.train()
    first, fused, good, bad = {}, {}, [], []
    for line, q, rows in zip(lines, asked, read_at):
        top = line['passages'][0]['score'] or 1
        found = []
        for p, (whole, sentences) in enumerate(rows):
            own, passage = line['passages'][p], float(vectors[whole] @ vectors[q])
            found += [(p, s, own['right'][s], own['sentences'][s]['kind'], float(vectors[v] @ vectors[q]), passage, own['score'] / top) for s, v in enumerate(sentences)]
        quotable = [x for x in found if x[3] != 'heading'] or found
        best = max(quotable, key=lambda x: x[4])
        if line['expects'] == 'answer':
            first.setdefault(line['language'], []).append(best[2])
            fused.setdefault(line['language'], []).append(max(quotable, key=lambda x: x[4] + 0.5 * x[5] + 0.4 * x[6])[2])
            good.append(best[4])
        else:
            bad.append(best[4])
    mean = lambda values: {key: round(sum(own) / len(own), 3) for key, own in sorted(values.items())}
    print('  vectors', os.path.basename(path), 'first', mean(first), 'with passage and retriever', mean(fused), 'area', round(area(good, bad), 3), flush=True)


if __name__ == '__main__':
    from train import Teacher, open_reader
    torch.set_num_threads(1)
    start, checkpoint, *files = sys.argv[1:]
    if checkpoint == 'teacher':
        tokenizer = Tokenizer.from_file(os.path.join(start, 'tokenizer.json'))
        sample = [json.loads(line)['question'] for line in open(files[0], encoding='utf8')][:100]
        model = Teacher(start, [encoded.ids for encoded in tokenizer.encode_batch([QUERY + q for q in sample] + [PASSAGE + q for q in sample], add_special_tokens=False)])
        plain = model.vectors
        model.vectors = lambda ids, mask: torch.nn.functional.normalize(plain(ids, mask), dim=-1)
        model = type('Fixed', (), {'vectors': staticmethod(model.vectors)})()
    else:
        state = torch.load(checkpoint)
        model = open_reader(start, state['layers'], checkpoint)
    for file in files:
        measure(model, start, file)
