"""Groups drawn anew each time from the material that groups.py wrote: another window of the passage, other hard negatives, another near miss."""
import random

import numpy as np

TEXT, TITLE, QUESTION = 200, 16, 44
NOTHING = np.zeros(0, np.uint16)


class Sampler:
    """
    material: {texts: [(title, ids, starts)], questions: {source: [question]}, groups: {source: [group]}, weights}. `starts` are the first pieces of the sentences of a text.
    A question: (language, of the passage, ids, ids with words switched to the other language or None, ids with another year, name or number or None, text, first and last piece of the answer or -1,
    sentences in which an answer stands, answerable, hard negatives: texts); one more for questions that were written for it (written.py): whether the words of the answer are not marked.
    `alone`: share of the questions with a marked span, or without an answer, that come with their own passage alone.
    `most`: hard negatives of a question that was written for it; of others five at most.
    """

    def __init__(self, material, seed, alone=0.0, most=7):
        self.texts, self.questions, self.groups, self.weights = material['texts'], material['questions'], material['groups'], material['weights']
        self.names = [name for name in self.weights if self.questions.get(name) or self.groups.get(name)]
        self.order = {name: [] for name in self.names}
        self.random, self.alone, self.most = random.Random(seed), alone, most

    def draw(self):
        name = self.random.choices(self.names, [self.weights[n] for n in self.names])[0]
        own = self.questions.get(name) or self.groups[name]
        if not self.order[name]:
            self.order[name] = self.random.sample(range(len(own)), len(own))
        one = own[self.order[name].pop()]
        return self.group(name, one) if name in self.questions else one

    def window(self, text, relevant, first=-1, last=-1, without=(), whole=False):
        """A run of whole sentences around the answer (around any, where there is none)."""
        title, ids, starts = self.texts[text]
        cuts = [(a, b) for n, (a, b) in enumerate(zip(starts, [*starts[1:], len(ids)])) if n not in without and b > a]
        if not cuts:
            cuts = [(0, len(ids))]
        gold = next((i for i, (a, b) in enumerate(cuts) if a <= first < b), 0) if first >= 0 else self.random.randrange(len(cuts))
        last = min(last, cuts[gold][1] - 1)
        low = high = gold
        size, target = cuts[gold][1] - cuts[gold][0], TEXT if whole else self.random.randint(50, TEXT)
        while True:
            sides = [n for n in (low - 1, high + 1) if 0 <= n < len(cuts)]
            if not sides:
                break
            side = self.random.choice(sides)
            size += cuts[side][1] - cuts[side][0]
            if size > target:
                break
            low, high = min(low, side), max(high, side)
        # A single sentence that is longer than a row: the part of it around the answer.
        begin = max(0, last - TEXT + 20) - cuts[low][0] if last - cuts[low][0] >= TEXT else 0
        pieces, spans, at = [], [], 0
        for a, b in cuts[low:high + 1]:
            part = ids[a + begin:b][:TEXT - at]
            if not len(part):
                break
            spans.append((at, at + len(part) - 1))
            pieces.append(part)
            at += len(part)
            if a <= first < b:
                place = (spans[-1][0] + first - a - begin, min(spans[-1][0] + last - a - begin, at - 1), len(spans) - 1)
            begin = 0
        head = title if self.random.random() < 0.75 else NOTHING
        return (head, np.concatenate(pieces), spans, int(relevant), *(place if first >= 0 else (-1, -1, -1)))

    def group(self, name, question):
        lang, plang, ids, switched, changed, text, first, last, answers, answerable, negatives, *unmarked = question
        # Written questions come with what the product's retriever gave: whole passages, more of them.
        written = bool(unmarked)
        rows, count, window = [], self.random.randint(1, self.most) if written else self.random.randint(1, min(5, self.most)), lambda *given, **named: self.window(*given, **named, whole=written)
        if not written and (first >= 0 or not answerable) and self.random.random() < self.alone:
            count = 0
        if changed is not None and self.random.random() < 0.15:
            ids, answerable = changed, False
            rows = [(*window(text, 0, first, last)[:3], 0, -1, -1, -1)]
        elif answerable and first >= 0:
            rest = len(self.texts[text][2]) - len(answers) >= 2
            if rest and self.random.random() < 0.12:
                # Without the sentence that answers, the passage has no answer.
                rows, answerable = [window(text, 0, without=answers)], False
            else:
                rows = [window(text, 1, first, last)]
                if written and unmarked[0]:
                    # The sentence is known, the words in it are not.
                    rows = [(*rows[0][:4], -1, -1, rows[0][6])]
                if rest and self.random.random() < 0.2:
                    rows.append(window(text, 0, without=answers))
        else:
            rows = [window(text, int(answerable))]
        if switched is not None and answerable and self.random.random() < 0.25:
            ids, lang = switched, 'fr' if lang == 'en' else 'en'
        # Passages that the product's retriever ranks first are those that are taken for the answer.
        chances = [self.random.random() ** ((n + 3) if written else 1) for n in range(len(negatives))]
        for n in sorted(range(len(negatives)), key=chances.__getitem__, reverse=True)[:count]:
            rows.append(window(negatives[n], 0))
        return name, lang, plang, ids, rows, bool(answerable)
