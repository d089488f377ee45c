"""Training data in, tokenizer and arrays of word pieces out.

    python prepare.py DATA OUT [--vocabulary 32000] [--accents]

DATA is a folder of gzip JSONL files: `parallel.*` with `en` and `fr`; `qp.*` with `question`, `passage`, `lang`, `plang`;
`mono.*` with `text`. OUT receives `tokenizer.json` (WordPiece, lower case, accents folded unless --accents) and for each source
`NAME.npz` with the piece ids of both sides and a hash of each text; `crop.*` pairs two halves of one passage.

Held out of training, so that they can serve as development data: the sources of HELD_OUT whole, one act or regulation in 40, and
of the other parallel files the rows that `held_out` draws by hash. `hashes.json` records the SHA-256 of every file read.
"""
import argparse
import collections
import glob
import gzip
import hashlib
import json
import os
import random
import re

import numpy as np
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
HELD_OUT = {"qp.piaf", "qp.squad-dev-half", "parallel.wai", "qp.wai"}
# Pairs kept of a source, drawn at random. Law is half of the data and not how people ask.
LIMITS = {"parallel.laws": 200_000, "qp.laws": 250_000, "qp.policyqa": 1_500, "parallel.adobe-workfront": 60_000, "qp.adobe-workfront": 25_000}
# Characters that the tokenizer sees of a source: without a limit, the words of the law crowd out those of everyday speech.
TOKENIZER_CHARACTERS = 8_000_000
MAX_PIECES = 160


def read_pairs(path, name, rng):
    """Pairs (a, b) of a source; misaligned ones left out where their numbers disagree or one side is far longer."""
    pairs = []
    for line in gzip.open(path, "rt", encoding="utf-8"):
        row = json.loads(line)
        if name.startswith("parallel"):
            a, b = row["en"], row["fr"]
            if row_held_out(row, a) or not aligned(a, b):
                continue
        elif name.startswith("mono"):
            a, b = halves(row["text"])
        else:
            if row_held_out(row, "") or row.get("generic") and rng.random() > 0.2:
                continue
            a, b = row["question"], row["passage"]
        if len(a) >= 4 and len(b) >= 4:
            pairs.append((a[:1500], b[:1500]))
    rng.shuffle(pairs)
    return pairs[:LIMITS.get(name, len(pairs))]


def text_hash(text):
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


def held_out(text, one_in=97):
    """The same draw in every script: one text in 97, or in ten of a small set."""
    return text_hash(text) % one_in == 0


def row_held_out(row, text):
    """A law is held out whole: its sections repeat one another."""
    source = row.get("src", "")
    if source.startswith("laws-lois-xml:"):
        return held_out(source.split("#")[0], 40)
    return bool(text) and held_out(text)


def halves(text):
    """A passage as two texts that speak of the same thing in other words, cut at the sentence nearest to its middle."""
    ends = [match.end() for match in re.finditer(r"[.!?]\s", text)]
    if not ends or len(text) < 160:
        return "", ""
    cut = min(ends, key=lambda end: abs(end - len(text) / 2))
    return text[:cut].strip(), text[cut:].strip()


def aligned(en, fr):
    """A translation has the same numbers and about the same length."""
    if not 0.4 < (len(fr) + 15) / (len(en) + 15) < 2.6:
        return False
    numbers = [collections.Counter(re.findall(r"\d+", text)) for text in (en, fr)]
    return sum(((numbers[0] - numbers[1]) + (numbers[1] - numbers[0])).values()) <= 2


def train_tokenizer(sources, size, accents):
    def texts():
        for pairs in sources.values():
            seen = 0
            for a, b in pairs:
                yield a
                yield b[:600]
                seen += len(a) + min(len(b), 600)
                if seen > TOKENIZER_CHARACTERS:
                    break

    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(clean_text=True, handle_chinese_chars=True, strip_accents=not accents, lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(vocab_size=size, special_tokens=SPECIAL, min_frequency=3, limit_alphabet=400, show_progress=False)
    tokenizer.train_from_iterator(texts(), trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    tokenizer.decoder = decoders.WordPiece()
    return tokenizer


def encode(tokenizer, texts):
    """Piece ids end to end, and the offset of each text."""
    ids, offsets = [], [0]
    for at in range(0, len(texts), 20_000):
        for encoding in tokenizer.encode_batch(texts[at:at + 20_000], add_special_tokens=False):
            pieces = [i for i in encoding.ids if i >= len(SPECIAL)] or [1]
            ids.append(np.array(pieces, dtype=np.uint16))
            offsets.append(offsets[-1] + len(pieces))
    return np.concatenate(ids), np.array(offsets, dtype=np.int64)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("data")
    arguments.add_argument("out")
    arguments.add_argument("--vocabulary", type=int, default=32_000)
    arguments.add_argument("--accents", action="store_true", help="keep accents; they are folded otherwise")
    given = arguments.parse_args()
    rng = random.Random(1)
    sources, hashes = {}, {}
    for path in sorted(glob.glob(os.path.join(given.data, "*.jsonl.gz"))):
        name = os.path.basename(path)[:-len(".jsonl.gz")]
        if not name.startswith(("parallel", "qp", "mono")) or name in HELD_OUT:
            continue
        hashes[name] = hashlib.sha256(open(path, "rb").read()).hexdigest()
        sources[name.replace("mono", "crop")] = pairs = read_pairs(path, name, rng)
        print(name, len(pairs), flush=True)
    os.makedirs(given.out, exist_ok=True)
    tokenizer = train_tokenizer(sources, given.vocabulary, given.accents)
    tokenizer.save(os.path.join(given.out, "tokenizer.json"))
    json.dump(hashes, open(os.path.join(given.out, "hashes.json"), "w"), indent=1)
    tokenizer.enable_truncation(MAX_PIECES)
    for name, pairs in sources.items():
        a_ids, a_offsets = encode(tokenizer, [pair[0] for pair in pairs])
        b_ids, b_offsets = encode(tokenizer, [pair[1] for pair in pairs])
        # Hashes find the teacher's vector of an English text again, and tell the equal texts of a batch.
        keys = np.array([[text_hash(text) for text in pair] for pair in pairs], dtype=np.uint64)
        np.savez(os.path.join(given.out, name + ".npz"), a=a_ids, ao=a_offsets, b=b_ids, bo=b_offsets, keys=keys)
    print("vocabulary", tokenizer.get_vocab_size(), flush=True)


if __name__ == "__main__":
    main()
