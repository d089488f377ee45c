"""Material for the reader: questions with passages as the product makes them, those that answer and those that nearly do; draw.py makes groups of it.

    python groups.py START MODEL DATA OUT.pkl [--hashes hashes.json]

START holds tokenizer.json (start.py); MODEL is the folder of the product's static model, whose vectors find hard negatives across languages and switch words of questions;
DATA is a folder with qp.*, claims.* and parallel.* files (gzip JSON Lines: question, passage, lang, plang, answers, start, answerable, title). Evaluation halves are never read.

A group: (source, language of the question, of the passages, question ids, rows, answerable). A row: (ids of the title, ids of the text, spans of its sentences, relevant,
first and last piece of the answer or -1, gold sentence or -1). Piece and sentence positions count from the first piece of the text. `rows[0]` is the passage that answers, if any does.
"""
import argparse
import collections
import glob
import gzip
import hashlib
import json
import math
import os
import pickle
import random
import re

import numpy as np
import onnx
from onnx import numpy_helper
from tokenizers import Tokenizer

import nested
import synthetic

from draw import QUESTION, TEXT, TITLE, Sampler

WORD = re.compile(r'\w+')
BREAK = re.compile(r'(?<=[.!?…;])\s+(?=[A-ZÀ-Ý«"“(0-9–•-])|\s*\n+\s*')
# Rows taken of each file, and the share of an epoch that its groups make (see train.py). Spans by people weigh most; French is drawn several times.
TAKEN = {
    'qp.squad2-train-piece': (4704, 9), 'qp.squad1-train-pieces': (4537, 7), 'qp.squad-dev-half': (5346, 9), 'qp.squad2-unanswerable': (2490, 6), 'qp.squadshifts-newwiki': (7737, 8), 'qp.tydiqa-en-goldp': (3692, 5),
    'qp.mlqa-dev-en': (1146, 2), 'qp.contrast-quoref': (943, 1), 'qp.selqa': (2374, 3), 'qp.clapnq-dev': (599, 1.5), 'qp.qed-dev': (1354, 1.5), 'qp.covidqa': (1378, 0.7), 'qp.policyqa': (4000, 0.8),
    'qp.conditionalqa': (4812, 3), 'qp.conditionalqa-unanswerable': (210, 0.5), 'qp.conditionalqa-nearmiss-derived': (1366, 1), 'qp.doc2dial-val': (1726, 2), 'qp.doc2dial-nearmiss-derived': (567, 0.7),
    'qp.piaf': (2067, 9), 'qp.piaf-dataset2': (870, 4), 'qp.piafml-servicepublic': (145, 0.8), 'qp.piaf-nearmiss-derived': (1834, 3), 'qp.servicepublic-qr': (1641, 4), 'qp.servicepublic-nearmiss-derived': (1408, 1.5),
    'qp.servicepublic-headings': (15000, 1.5), 'qp.fiches-travail': (2450, 1), 'qp.contributions-travail': (2224, 0.5), 'qp.gc': (22873, 5), 'qp.gcdocs-ccfaq-bilingual': (1060, 2), 'qp.senior-journey-bilingual': (232, 0.3),
    'qp.laws': (25000, 2), 'qp.misc-gov': (15000, 1.5), 'qp.covidfaq': (4132, 1.5), 'qp.wai': (1604, 0.8), 'qp.techdocs': (6000, 0.5), 'qp.medquad': (4000, 0.4), 'qp.squad1-sentences': (9003, 1.5),
    'claims.pawsx-dev': (3000, 1.5), 'claims.fool-me-twice': (1500, 1), 'claims.fever-symmetric': (1416, 1),
}
SYNTHETIC, NESTED, CLOZE = (20000, 10), (16000, 14), (16000, 6)
YEAR, NUMBER = re.compile(r'\b(?:1[5-9]|20)\d\d\b'), re.compile(r'\b\d{1,4}\b')
NAME = re.compile(r'(?<=[a-zé,] )[A-ZÀ-Ý][\w’\'-]+(?: [A-ZÀ-Ý][\w’\'-]+)*')


class Bm25:
    """BM25 (Robertson & Zaragoza 2009) over words of three letters or more; only for mining."""

    def __init__(self, texts, k1=1.2, b=0.75):
        self.k1, self.b, self.postings, self.lengths = k1, b, collections.defaultdict(list), []
        for i, text in enumerate(texts):
            counts = collections.Counter(w for w in WORD.findall(text.lower()) if len(w) > 2)
            self.lengths.append(sum(counts.values()))
            for word, count in counts.items():
                self.postings[word].append((i, count))
        self.mean = sum(self.lengths) / max(1, len(self.lengths))

    def nearest(self, question, k):
        scores = collections.defaultdict(float)
        for word in {w for w in WORD.findall(question.lower()) if len(w) > 2}:
            found = self.postings.get(word, [])
            if len(found) > max(20, len(self.lengths) * 0.2):
                continue
            idf = math.log(1 + (len(self.lengths) - len(found) + 0.5) / (len(found) + 0.5))
            for i, count in found:
                scores[i] += idf * count * (self.k1 + 1) / (count + self.k1 * (1 - self.b + self.b * self.lengths[i] / self.mean))
        return sorted(scores, key=scores.get, reverse=True)[:k]


class Static:
    """The product's word table: vectors of texts (mean of pieces, length 1) and the nearest word of the other language."""

    def __init__(self, folder):
        graph = onnx.load(os.path.join(folder, 'onnx', 'model_quantized.onnx')).graph
        arrays = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
        self.table = arrays['table'].astype(np.float32) * arrays['scale']
        self.tokenizer = Tokenizer.from_file(os.path.join(folder, 'tokenizer.json'))

    def vectors(self, texts):
        out = np.zeros((len(texts), self.table.shape[1]), np.float32)
        for at in range(0, len(texts), 512):
            for i, encoded in enumerate(self.tokenizer.encode_batch([t[:1200].lower() for t in texts[at:at + 512]], add_special_tokens=False)):
                if encoded.ids:
                    out[at + i] = self.table[encoded.ids].sum(0)
        return out / (np.linalg.norm(out, axis=1, keepdims=True) + 1e-9)

    def dictionary(self, words):
        """{language: {word: nearest word of the other language}} for words that are near enough (cosine 0.6)."""
        vectors = {language: self.vectors(words[language]) for language in words}
        found = {}
        for language, other in (('en', 'fr'), ('fr', 'en')):
            found[language] = {}
            for at in range(0, len(words[language]), 1000):
                similarity = vectors[language][at:at + 1000] @ vectors[other].T
                best = similarity.argmax(1)
                for i, j in enumerate(best):
                    if similarity[i, j] > 0.6:
                        found[language][words[language][at + i]] = words[other][j]
        return found


def rows_of(path):
    return [json.loads(line) for line in gzip.open(path, 'rt', encoding='utf8')]


class Maker:
    def __init__(self, tokenizer):
        self.tokenizer = tokenizer

    def ids(self, text, most):
        return np.array(self.tokenizer.encode(text, add_special_tokens=False).ids[:most], np.uint16)

    def row(self, title, passage, relevant, at=-1, length=0, sentences=None, whole=False):
        """A run of whole sentences with the characters at..at+length in it (any run, if at < 0; as much as fits, if whole); None when they do not fit."""
        cuts = sentences or self.sentences(passage)
        encoded = self.tokenizer.encode(passage, add_special_tokens=False)
        offsets = encoded.offsets
        if not offsets:
            return None
        # First piece of each sentence.
        starts, n = [], 0
        for begin, _ in cuts:
            while n < len(offsets) and offsets[n][1] <= begin:
                n += 1
            starts.append(n)
        starts.append(len(offsets))
        gold = next((i for i, (begin, end) in enumerate(cuts) if begin <= at < end), -1) if at >= 0 else random.randrange(len(cuts))
        if gold < 0:
            return None
        low = high = gold
        target = TEXT if whole else random.randint(50, TEXT)
        while True:
            sides = [s for s in ('low' if low > 0 else '', 'high' if high + 1 < len(cuts) else '') if s]
            if not sides:
                break
            side = random.choice(sides)
            wider = (starts[low - 1], starts[high + 1]) if side == 'low' else (starts[low], starts[high + 2])
            if wider[1] - wider[0] > target:
                break
            low, high = (low - 1, high) if side == 'low' else (low, high + 1)
        first, last = starts[low], min(starts[high + 1], starts[low] + TEXT)
        spans = [(starts[i] - first, min(starts[i + 1], last) - 1 - first) for i in range(low, high + 1) if starts[i] < last and starts[i + 1] > starts[i]]
        begin = end = -1
        if at >= 0:
            begin = next((i for i in range(first, last) if offsets[i][1] > at), -1)
            end = next((i for i in range(last - 1, first - 1, -1) if offsets[i][0] < at + length), -1)
            if begin < 0 or end < begin:
                return None
            begin, end = begin - first, end - first
        place = next((i for i, (a, b) in enumerate(spans) if a <= begin <= b), -1) if at >= 0 else -1
        head = self.ids(title, TITLE) if title and random.random() < 0.75 else np.zeros(0, np.uint16)
        return head, np.array(encoded.ids[first:last], np.uint16), spans, int(relevant), begin, end, place

    @staticmethod
    def sentences(passage):
        cuts, at = [], 0
        for match in BREAK.finditer(passage):
            if match.start() > at:
                cuts.append((at, match.start()))
            at = match.end()
        if at < len(passage):
            cuts.append((at, len(passage)))
        return cuts or [(0, len(passage))]


def changed(question, pool):
    """The question with another year, number or name in it: nearly what the passage answers, and not."""
    for pattern, other in ((YEAR, lambda old: str(int(old) + random.choice([-20, -7, -3, -2, 2, 3, 5, 12]))), (NAME, lambda old: random.choice(pool) if pool else old), (NUMBER, lambda old: str(int(old) + random.choice([1, 2, 5, 10])))):
        found = list(pattern.finditer(question))
        if found:
            match = random.choice(found)
            new = other(match.group())
            if new.lower() != match.group().lower():
                return question[:match.start()] + new + question[match.end():]
    return None


def switched(question, dictionary, share):
    """Words put as their nearest in the other language (code switching; Qin et al. 2020)."""
    return WORD.sub(lambda m: dictionary.get(m.group().lower(), m.group()) if len(m.group()) > 2 and random.random() < share else m.group(), question)


class Texts:
    """Every passage once, as pieces with the first piece of each sentence."""

    MOST = 700

    def __init__(self, make):
        self.make, self.rows, self.place = make, [], {}

    def put(self, title, passage):
        key = (title, passage)
        if key not in self.place:
            encoded = self.make.tokenizer.encode(passage, add_special_tokens=False)
            offsets, starts, n = encoded.offsets[:self.MOST], [], 0
            for begin, _ in self.make.sentences(passage):
                while n < len(offsets) and offsets[n][1] <= begin:
                    n += 1
                if n < len(offsets) and (not starts or n > starts[-1]):
                    starts.append(n)
            self.place[key] = len(self.rows)
            self.rows.append((self.make.ids(title, TITLE) if title else np.zeros(0, np.uint16), np.array(encoded.ids[:self.MOST], np.uint16), [0, *starts[1:]]))
        return self.place[key]

    def pieces(self, passage, at, length):
        """First and last piece of the characters at..at+length; None where the text was cut before them."""
        offsets = self.make.tokenizer.encode(passage, add_special_tokens=False).offsets[:self.MOST]
        first = next((i for i, (_, end) in enumerate(offsets) if end > at), -1)
        last = next((i for i in range(len(offsets) - 1, -1, -1) if offsets[i][0] < at + length), -1)
        return (first, last) if 0 <= first <= last and offsets[last][1] >= at + length else None


def file_questions(name, rows, make, texts, static, dictionary):
    passages = list(dict.fromkeys(r['passage'] for r in rows))
    titles = {r['passage']: (r.get('title') or '').replace('_', ' ') for r in rows}
    bm25 = Bm25(passages)
    vectors, asked = static.vectors(passages), static.vectors([r['question'] for r in rows])
    dense = []
    for at in range(0, len(rows), 500):
        similarity = asked[at:at + 500] @ vectors.T
        k = min(14, similarity.shape[1])
        best = np.argpartition(-similarity, k - 1, axis=1)[:, :k]
        dense += [b[np.argsort(-similarity[i][b])] for i, b in enumerate(best)]
    pool = [m.group() for r in rows[:1500] for m in NAME.finditer(r['question'])]
    for n, r in enumerate(rows):
        question, passage, title = r['question'], r['passage'], (r.get('title') or '').replace('_', ' ')
        answers = [a if isinstance(a, str) else a.get('text', '') for a in r.get('answers') or []]
        answers = [a for a in answers if len(a) > 1 and a in passage]
        answerable = bool(r.get('answerable', True))
        # Rules chose these spans, or a whole section answers: they teach relevance alone.
        if r.get('span') == 'lead-sentence' or name in ('qp.policyqa',):
            answers = []
        # A heading in front of its own section would give the section away.
        alike = lambda heading: heading and (heading.lower() in question.lower() or question.lower() in heading.lower())
        found = ([*bm25.nearest(question, 10)] if r['lang'] == r['plang'] else []) + [int(i) for i in dense[n]]
        others = [t for t in dict.fromkeys(passages[i] for i in found) if t != passage and titles[t] != question and not any(a.lower() in t.lower() for a in answers)]
        first = last = -1
        gold, changes, mixed = (), None, None
        if answerable and answers:
            answer = min(answers, key=len)
            at = r.get('start', -1)
            at = at if isinstance(at, int) and at >= 0 and passage[at:at + len(answer)] == answer else passage.find(answer)
            place = texts.pieces(passage, at, len(answer))
            if place is None:
                continue
            first, last = place
            gold = tuple(i for i, (a, b) in enumerate(make.sentences(passage)) if any(x in passage[a:b] for x in answers))
            new = changed(question, pool)
            changes = make.ids(new, QUESTION) if new else None
            mixed = make.ids(switched(question, dictionary[r['lang']], random.choice([0.5, 0.8, 1.0])), QUESTION) if r['lang'] == r['plang'] else None
        own = texts.put('' if alike(title) else title, passage)
        if len(texts.rows[own][1]) < 4:
            continue
        negatives = [texts.put('' if alike(titles[t]) else titles[t], t) for t in others[:12]]
        yield r['lang'], r['plang'], make.ids(question, QUESTION), mixed, changes, own, first, last, gold, answerable, [t for t in negatives if len(texts.rows[t][1]) > 3]


def claim_groups(name, rows, make):
    for r in rows:
        row = make.row('', r['passage'], int(r['answerable']))
        if row:
            yield name, r['lang'], r['plang'], make.ids(r['question'], QUESTION), [row], bool(r['answerable'])


def written_groups(name, count, make):
    """Groups of a generator, synthetic.py or nested.py. What is nested keeps all of its lines: without its parents a line answers nothing."""
    generator, whole = {'synthetic': (synthetic, False), 'nested': (nested, True)}[name]
    for seed in range(count):
        question, lang, plang, passages, answerable = generator.group(seed)
        rows = []
        for title, sentences, gold, answer in passages:
            text = '\n'.join(sentences)
            cuts, at = [], 0
            for sentence in sentences:
                cuts.append((at, at + len(sentence)))
                at += len(sentence) + 1
            if gold >= 0:
                rows.append(make.row(title, text, 1, cuts[gold][0] + sentences[gold].rindex(answer), len(answer), cuts, whole))
            else:
                rows.append(make.row(title, text, 0, sentences=cuts, whole=whole))
        if all(row is not None for row in rows) and not (whole and len(rows[0][2]) < len(passages[0][1])):
            yield name, lang, plang, make.ids(question, QUESTION), rows, answerable


WH = {'en': ['how many', 'what', 'which', 'when', 'who', ''], 'fr': ['combien', 'quoi', 'quel', 'quand', 'qui', '']}


def cloze_groups(data, count, make):
    """Across languages: a sentence without its number or name asks for it in the sentences of its translation."""
    chunks = []
    for name, most in (('parallel.gc', 56000), ('parallel.misc-gov', 13000), ('parallel.wai', 3000), ('parallel.laws', 40000), ('parallel.pythondocs', 4000)):
        rows = rows_of(os.path.join(data, name + '.jsonl.gz'))
        begin = random.randrange(max(1, len(rows) - most))
        rows = [r for r in rows[begin:begin + most] if 25 < len(r['en']) < 400]
        chunks += [rows[i:i + 4] for i in range(0, len(rows) - 4, 4) if rows[i]['src'].split('#')[0][:60] == rows[i + 3]['src'].split('#')[0][:60]]
    random.shuffle(chunks)
    made = 0
    for n, chunk in enumerate(chunks):
        if made >= count:
            return
        ask, read = random.choice([('en', 'fr'), ('fr', 'en')])
        which = random.randrange(4)
        source, target = chunk[which][ask], chunk[which][read]
        shared = [w for w in set(re.findall(r'\b(?:\d[\d,.  ]*\d|\d|[A-ZÀ-Ý][\w’\'-]{3,}(?: [A-ZÀ-Ý][\w’\'-]+)*)', source)) if w in target and not source.startswith(w)]
        if not shared and random.random() < 0.6:
            continue
        question = source.rstrip('.;:')
        sentences = [c[read] for c in chunk]
        text = '\n'.join(sentences)
        cuts, at = [], 0
        for sentence in sentences:
            cuts.append((at, at + len(sentence)))
            at += len(sentence) + 1
        if shared:
            answer = random.choice(shared)
            question = question.replace(answer, random.choice(WH[ask]))
            row = make.row('', text, 1, cuts[which][0] + target.index(answer), len(answer), cuts)
        else:
            row = make.row('', text, 1, cuts[which][0], len(target), cuts)
        other = chunks[(n * 7 + 13) % len(chunks)]
        rest = '\n'.join(s for i, s in enumerate(sentences) if i != which)
        negative = make.row('', rest if random.random() < 0.6 else '\n'.join(c[read] for c in other), 0)
        if row and negative:
            made += 1
            yield 'cloze', ask, read, make.ids(question, QUESTION), [row, negative], True


def main():
    p = argparse.ArgumentParser()
    for name in ('start', 'model', 'data', 'out'):
        p.add_argument(name)
    p.add_argument('--seed', type=int, default=11)
    p.add_argument('--hashes')
    given = p.parse_args()
    random.seed(given.seed)
    make, static = Maker(Tokenizer.from_file(os.path.join(given.start, 'tokenizer.json'))), Static(given.model)
    counts = {'en': collections.Counter(), 'fr': collections.Counter()}
    for path in sorted(glob.glob(os.path.join(given.data, 'parallel.*.jsonl.gz'))):
        if 'tatoeba' in path or 'gc' in path or 'wai' in path:
            for r in rows_of(path)[:60000]:
                for language in counts:
                    counts[language].update(w for w in WORD.findall(r[language].lower()) if len(w) > 2 and w.isalpha())
    # Words that are in use in one language alone: "minister" stands in French texts too.
    total = {language: sum(counts[language].values()) for language in counts}
    own = lambda language, other: [w for w, c in counts[language].most_common(25000) if c / total[language] > 4 * counts[other][w] / total[other]]
    dictionary = static.dictionary({'en': own('en', 'fr'), 'fr': own('fr', 'en')})
    print({k: len(v) for k, v in dictionary.items()}, [(w, dictionary['en'].get(w)) for w in ('minister', 'government', 'house', 'when', 'leave')], flush=True)
    texts, questions, groups, dev, weights, hashes = Texts(make), {}, {}, [], {}, {}
    for name, (most, weight) in TAKEN.items():
        path = os.path.join(given.data, name + '.jsonl.gz')
        if not os.path.exists(path):
            print('not there:', name)
            continue
        hashes[name] = hashlib.sha256(open(path, 'rb').read()).hexdigest()
        rows = rows_of(path)
        random.shuffle(rows)
        rows = [r for r in rows if not r.get('generic') and 8 < len(r['question']) < 300 and len(r['passage']) > 30 and r['lang'] in ('en', 'fr')][:most]
        weights[name] = weight
        if name.startswith('claims'):
            groups[name] = list(claim_groups(name, rows, make))
        else:
            questions[name] = list(file_questions(name, rows, make, texts, static, dictionary))
        print(name, len(questions.get(name, groups.get(name))), len(texts.rows), flush=True)
    written = [(name, list(written_groups(name, most, make)), weight) for name, (most, weight) in (('synthetic', SYNTHETIC), ('nested', NESTED))]
    for name, own, weight in (*written, ('cloze', list(cloze_groups(given.data, CLOZE[0], make)), CLOZE[1])):
        weights[name], groups[name] = weight, own
        print(name, len(own), sum(g[5] for g in own), flush=True)
    # One question in fifty is held out; a group of each is drawn once.
    sampler = Sampler({'texts': texts.rows, 'questions': questions, 'groups': groups, 'weights': weights}, given.seed)
    for name in weights:
        table, make_group = (questions, lambda one: sampler.group(name, one)) if name in questions else (groups, lambda one: one)
        random.shuffle(table[name])
        held = table[name][:max(1, min(len(table[name]) // 50, 120))]
        table[name] = table[name][len(held):]
        dev += [make_group(one) for one in held]
    random.shuffle(dev)
    pickle.dump({'texts': texts.rows, 'questions': questions, 'groups': groups, 'dev': dev, 'weights': weights}, open(given.out, 'wb'))
    count = sum(map(len, questions.values())) + sum(map(len, groups.values()))
    if given.hashes:
        json.dump(hashes, open(given.hashes, 'w'), indent=1)
    print(count, 'questions', len(texts.rows), 'texts', len(dev), 'held out')


if __name__ == '__main__':
    main()
