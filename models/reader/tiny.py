"""A reader of random weights, a few kilobytes, for the tests of src/read:  python tiny.py ../../test/onnx/tiny-reader ../../test/onnx/tiny-encoder"""
import json
import os
import shutil
import sys

import torch
from transformers import BertConfig

from export import sums, write_graph
from model import Reader

out, encoder = sys.argv[1:]
os.makedirs(os.path.join(out, 'onnx'), exist_ok=True)
for name in ('tokenizer.json', 'tokenizer_config.json'):
    shutil.copy(os.path.join(encoder, name), out)
pieces = len(json.load(open(os.path.join(encoder, 'tokenizer.json')))['model']['vocab'])
torch.manual_seed(0)
config = BertConfig(vocab_size=pieces, hidden_size=12, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16, max_position_embeddings=320, type_vocab_size=2, initializer_range=0.5)
config._attn_implementation = 'eager'
write_graph(Reader(config).eval(), os.path.join(out, 'onnx', 'model_quantized.onnx'))
json.dump({'model_type': 'bert', 'reader': {'id': 'tiny-reader', 'cls': 2, 'pad': 0, 'sep': 3, 'question': 44, 'title': 16, 'text': 200}}, open(os.path.join(out, 'config.json'), 'w'), indent=1)
sums(out)
