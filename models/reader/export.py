"""A trained reader in, the folder that @xenova/transformers loads out: int8, at most 20 MB, with 100 rows to check it by.

    python export.py PACKS READER.pt MODEL OUT

MODEL is the folder of the static model, whose tokenizer is used. OUT/onnx/model_quantized.onnx takes input_ids, attention_mask and
token_type_ids and gives relevance, start and end; OUT/../reader.sample.jsonl holds rows with what the float model says of them.
"""
import argparse
import hashlib
import json
import os
import shutil

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from model import Encoder, Reader
from reader import inputs, load_groups

FILES = ["config.json", "tokenizer.json", "tokenizer_config.json", "onnx/model_quantized.onnx"]
MOST_BYTES = 20_000_000


def main():
    p = argparse.ArgumentParser()
    for name in ("packs", "reader", "model", "out"):
        p.add_argument(name)
    given = p.parse_args()
    saved = torch.load(given.reader, map_location="cpu")
    reader = Reader(Encoder(saved["pieces"]))
    reader.load_state_dict({name: value.float() if value.is_floating_point() else value for name, value in saved["reader"].items()})
    reader.eval()
    os.makedirs(os.path.join(given.out, "onnx"), exist_ok=True)
    plain = os.path.join(given.out, "onnx", "float.onnx")
    final = os.path.join(given.out, FILES[-1])
    example = (torch.ones(2, 16, dtype=torch.long), torch.ones(2, 16, dtype=torch.long), torch.zeros(2, 16, dtype=torch.long))
    names = ["input_ids", "attention_mask", "token_type_ids"]
    axes = {name: {0: "batch", 1: "length"} for name in [*names, "start", "end"]} | {"relevance": {0: "batch"}}
    torch.onnx.export(reader, example, plain, input_names=names, output_names=["relevance", "start", "end"], dynamic_axes=axes, opset_version=14, dynamo=False)
    quantize_dynamic(plain, final, weight_type=QuantType.QInt8, per_channel=True)
    os.remove(plain)
    model = onnx.load(final)
    # The newest format that onnxruntime 1.14 reads.
    model.ir_version = 8
    onnx.save(model, final)
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(os.path.join(given.model, name), os.path.join(given.out, name))
    json.dump(reader.encoder.bert.config.to_dict() | {"model_type": "bert", "architectures": ["BertModel"]}, open(os.path.join(given.out, "config.json"), "w"), indent=1)
    size = sum(os.path.getsize(os.path.join(given.out, name)) for name in FILES if "token" not in name)
    with open(os.path.join(given.out, "SHA256SUMS"), "w") as file:
        file.writelines(f"{hashlib.sha256(open(os.path.join(given.out, name), 'rb').read()).hexdigest()}  {name}\n" for name in FILES)
    rows = [row for group, _ in load_groups(given.packs, "dev") for row in group][:100]
    with open(os.path.join(given.out, "..", "reader.sample.jsonl"), "w") as file, torch.inference_mode():
        for row in rows:
            ids, mask, types = inputs([row], "cpu")
            relevance, start, end = reader(ids, mask, types)
            file.write(json.dumps({"ids": ids[0].tolist(), "types": types[0].tolist(), "relevance": relevance.item(), "start": start.argmax().item(), "end": end.argmax().item()}) + "\n")
    print(given.out, round(size / 1e6, 2), "MB")
    assert size <= MOST_BYTES, "too large for the repository"


if __name__ == "__main__":
    main()
