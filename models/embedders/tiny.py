"""A BERT of random weights, a few kilobytes, for the tests of src/onnx and src/embed:  python tiny.py FOLDER && python export.py FOLDER ../../test/onnx/tiny-encoder --fp32 --most 32"""
import json
import os
import sys

import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertModel

out = sys.argv[1]
os.makedirs(out, exist_ok=True)
marks = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
letters = list("abcdefghijklmnopqrstuvwxyz0123456789")
pieces = marks + letters + [f"##{letter}" for letter in letters] + ["the", "harbour", "ferry", "port", "query", "passage", ":"]
tokenizer = Tokenizer(models.WordPiece({piece: i for i, piece in enumerate(pieces)}, unk_token="[UNK]"))
tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
tokenizer.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
tokenizer.save(os.path.join(out, "tokenizer.json"))
json.dump({"tokenizer_class": "BertTokenizer", "do_lower_case": True, "pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"},
          open(os.path.join(out, "tokenizer_config.json"), "w"))
torch.manual_seed(0)
config = BertConfig(vocab_size=len(pieces), hidden_size=12, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16, max_position_embeddings=32,
                    type_vocab_size=2, initializer_range=0.5)
BertModel(config, add_pooling_layer=False).save_pretrained(out)
