"""Add written questions with the passages that the product's retriever gives (eval/dump-passages.ts) to material.

    python written.py START MATERIAL.pkl OUT.pkl WEIGHT FILE.jsonl ... [--alone WEIGHT FILE.jsonl ...]

Questions of the files after --alone are worded for their own passage ("when was it built?"): they are put to that passage alone.
"""
import json
import os
import pickle
import random
import sys

import numpy as np
from tokenizers import Tokenizer

from draw import QUESTION, TITLE
from groups import NAME, changed

MOST = 700


def main():
    start, material, out, weight, *files = sys.argv[1:]
    share, *alone = files[files.index('--alone') + 1:] if '--alone' in files else ['0']
    files = files[:files.index('--alone')] if '--alone' in files else files
    tokenizer = Tokenizer.from_file(os.path.join(start, 'tokenizer.json'))
    ids = lambda text, most: np.array(tokenizer.encode(text, add_special_tokens=False).ids[:most], np.uint16)
    material = pickle.load(open(material, 'rb'))
    texts, place = material['texts'], {}
    random.seed(5)

    def put(passage):
        """Number of the text, its encoding, and the first piece of each sentence."""
        key = (passage['title'], passage['text'])
        if key not in place:
            encoded = tokenizer.encode(passage['text'], add_special_tokens=False)
            offsets, starts, n = encoded.offsets[:MOST], [], 0
            for sentence in passage['sentences']:
                while n < len(offsets) and offsets[n][1] <= sentence['start']:
                    n += 1
                starts.append(n)
            place[key] = (len(texts), offsets)
            texts.append((ids(passage['title'], TITLE), np.array(encoded.ids[:MOST], np.uint16), [0, *starts[1:]]))
        return place[key]

    questions, reading, lost = [], [], 0
    lines = [{**json.loads(line), 'alone': path in alone} for path in (*files, *alone) for line in open(path, encoding='utf8')]
    pool = {language: [m.group() for line in lines if line['language'] == language for m in NAME.finditer(line['question'])] for language in ('en', 'fr')}
    for line in lines:
        language, asked = line['language'], ids(line['question'], QUESTION)
        good = [p for p in line['passages'] if any(p['right'])]
        negatives = [put(p)[0] for p in line['passages'] if not any(p['right']) and p['score'] is not None]
        into = reading if line['alone'] else questions
        if line['alone']:
            negatives = negatives[:1]
        if line['expects'] != 'answer':
            if negatives:
                own = line['passages'][0]
                into.append((language, own['language'], asked, None, None, negatives[0], -1, -1, (), False, negatives[1:], *([] if line['alone'] else [True])))
            continue
        for passage in sorted(good, key=lambda p: p['span'] is None)[:2]:
            text, offsets = put(passage)
            right = [n for n, yes in enumerate(passage['right']) if yes]
            at = passage['span'] or [passage['sentences'][right[0]]['start'], passage['sentences'][right[0]]['end']]
            pieces = [i for i, (a, b) in enumerate(offsets) if b > at[0] and a < at[1]]
            if not pieces:
                lost += 1
                continue
            new = changed(line['question'], pool[language])
            if line['alone'] and passage['span'] is None:
                continue
            into.append((language, passage['language'], asked, None, ids(new, QUESTION) if new else None, text, pieces[0], pieces[-1], tuple(right), True, [] if line['alone'] else negatives, *([] if line['alone'] else [passage['span'] is None])))
    others = sum(v for k, v in material['weights'].items() if not k.startswith('written')) / (1 - float(weight) - float(share))
    for name, own, part in (('written', questions, weight), ('written-alone', reading, share)):
        material['questions'][name], material['weights'][name] = own, float(part) * others
    print(len(reading), 'to a passage alone;', len(lines), 'lines', len(questions), 'questions', sum(q[9] for q in questions), 'with an answer', sum(q[9] and not q[11] for q in questions), 'with words', lost, 'lost', len(place), 'texts')
    pickle.dump(material, open(out, 'wb'))


if __name__ == '__main__':
    main()
