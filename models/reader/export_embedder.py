"""Write the trained embedder as the product runs it: int8 ONNX, tokenizer, configuration, settings, checksums; compare with the float model.

    python export_embedder.py START CHECKPOINT.pt OUT [FILE.jsonl]
"""
import copy
import hashlib
import json
import os
import shutil
import sys

import numpy as np
import onnx
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

from export import Rows

MOST = 256
# In ranking, on development questions and on those of documents kept out of the training: the weight of the cosine, and the share of the static table's vectors in it.
WEIGHT, WORDS = 1.33, 0.25


class Exported(nn.Module):
    def __init__(self, bert):
        super().__init__()
        self.bert = bert

    def forward(self, input_ids, attention_mask):
        return self.bert(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state


def main():
    start, checkpoint, out, *files = sys.argv[1:]
    saved, begun = torch.load(checkpoint), torch.load(os.path.join(start, 'start.pt'))
    config = BertConfig(**begun['config'])
    config.num_hidden_layers = saved['layers']
    config._attn_implementation = 'eager'
    bert = BertModel(config, add_pooling_layer=False)
    bert.load_state_dict({k: v.float() for k, v in saved['state'].items()} | {k: v.float() for k, v in begun['state'].items() if k.startswith('embeddings.')})
    bert.eval()
    exact = copy.deepcopy(bert)
    bert.embeddings.word_embeddings = Rows(bert.embeddings.word_embeddings.weight.detach())
    os.makedirs(os.path.join(out, 'onnx'), exist_ok=True)
    file = os.path.join(out, 'onnx', 'model_quantized.onnx')
    ids = torch.randint(3, 20, (2, 24))
    torch.onnx.export(Exported(bert), (ids, torch.ones_like(ids)), file + '.plain', input_names=['input_ids', 'attention_mask'], output_names=['last_hidden_state'],
                      dynamic_axes={n: {0: 'batch', 1: 'pieces'} for n in ('input_ids', 'attention_mask', 'last_hidden_state')}, opset_version=14, dynamo=False)
    quantize_dynamic(file + '.plain', file, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True, op_types_to_quantize=['MatMul'], extra_options={'MatMulConstBOnly': True})
    model = onnx.load(file)
    model.ir_version = min(model.ir_version, 8)
    onnx.save(model, file)
    os.remove(file + '.plain')
    shutil.copy(os.path.join(start, 'tokenizer.json'), out)
    json.dump({'model_type': 'bert', 'hidden_size': config.hidden_size, 'num_hidden_layers': saved['layers'], 'num_attention_heads': config.num_attention_heads, 'vocab_size': config.vocab_size, 'max_position_embeddings': MOST, 'pad_token_id': 1},
              open(os.path.join(out, 'config.json'), 'w'), indent=1)
    json.dump({'tokenizer_class': 'XLMRobertaTokenizer'}, open(os.path.join(out, 'tokenizer_config.json'), 'w'))
    json.dump({'prefixes': {'question': 'query: ', 'passage': 'passage: '}, 'pooling': 'mean', 'titled': True, 'weight': WEIGHT, 'words': WORDS}, open(os.path.join(out, 'sourcier.json'), 'w'), indent=1)
    with open(os.path.join(out, 'SHA256SUMS'), 'w') as f:
        for name in ('config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/model_quantized.onnx', 'sourcier.json'):
            f.write(f'{hashlib.sha256(open(os.path.join(out, name), "rb").read()).hexdigest()}  {name}\n')
    print('megabytes', round(os.path.getsize(file) / 1e6, 2))
    tok = Tokenizer.from_file(os.path.join(start, 'tokenizer.json'))
    session = onnxruntime.InferenceSession(file)
    same = []
    for path in files:
        for line in list(open(path, encoding='utf8'))[:200]:
            ids = np.array([[0, *tok.encode('query: ' + json.loads(line)['question'], add_special_tokens=False).ids[:MOST - 2], 2]])
            a = session.run(None, {'input_ids': ids, 'attention_mask': np.ones_like(ids)})[0].mean(1)[0]
            with torch.inference_mode():
                b = exact(input_ids=torch.tensor(ids), attention_mask=torch.ones(ids.shape)).last_hidden_state.mean(1)[0].numpy()
            same.append(float(a @ b / np.linalg.norm(a) / np.linalg.norm(b)))
    if same:
        print('cosine of int8 with float vectors: mean', round(float(np.mean(same)), 4), 'least', round(min(same), 4))


if __name__ == '__main__':
    main()
