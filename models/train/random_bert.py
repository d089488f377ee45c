"""A 6-layer, 384-wide BERT of random weights, the size of all-MiniLM-L6, for bench/embed.ts to compare speed with.

    python random_bert.py MODEL OUT

OUT receives the folder layout of @xenova/transformers with fp32 and int8 graphs, and the tokenizer of the folder MODEL.
"""
import json
import os
import shutil
import sys

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from transformers import BertConfig, BertModel


class Encoder(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, ids, mask, types):
        return self.model(input_ids=ids, attention_mask=mask, token_type_ids=types).last_hidden_state


def main(tokenizer, out):
    torch.manual_seed(0)
    size = json.load(open(os.path.join(tokenizer, "config.json")))["vocab_size"]
    config = BertConfig(vocab_size=size, hidden_size=384, num_hidden_layers=6, num_attention_heads=12, intermediate_size=1536, attn_implementation="eager")
    encoder = Encoder(BertModel(config, add_pooling_layer=False)).eval()
    os.makedirs(os.path.join(out, "onnx"), exist_ok=True)
    ids = torch.randint(5, 1000, (2, 16))
    full, small = (os.path.join(out, "onnx", name) for name in ("model.onnx", "model_quantized.onnx"))
    names = ["input_ids", "attention_mask", "token_type_ids"]
    axes = {name: {0: "batch", 1: "sequence"} for name in [*names, "last_hidden_state"]}
    torch.onnx.export(encoder, (ids, torch.ones_like(ids), torch.zeros_like(ids)), full, input_names=names, output_names=["last_hidden_state"],
                      dynamic_axes=axes, opset_version=13, dynamo=False)
    quantize_dynamic(full, small, weight_type=QuantType.QInt8)
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(os.path.join(tokenizer, name), out)
    config.save_pretrained(out)


if __name__ == "__main__":
    main(*sys.argv[1:3])
