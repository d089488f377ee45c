"""Write the trained reader as the product runs it: int8 ONNX, tokenizer, configuration, checksums; compare with the float model.

    python export.py START CHECKPOINT.pt OUT [--material MATERIAL.pkl --rows 1000]

Inputs (int64): ids, mask, segment, sentence [rows, length], slots [sentences] = 1..sentences. Outputs: relevance [rows], sentences [rows, sentences], start and end [rows, length], all logits.
Opset 14 and IR 8: what onnxruntime-node 1.14 reads. With --material it prints how near the int8 graph is to the float model (relevance correlation, same span, same sentence).
"""
import argparse
import copy
import hashlib
import json
import os
import pickle
import shutil

import numpy as np
import onnx
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn
from transformers import BertConfig

from model import Reader, batch_of, rows_of


class Rows(nn.Module):
    """An embedding table as int8 rows with a scale each: one scale for the whole table costs a hundred times the error, because few rows are long."""

    def __init__(self, weight):
        super().__init__()
        scale = weight.abs().max(1, keepdim=True).values / 127 + 1e-12
        self.register_buffer('table', (weight / scale).round().to(torch.int8))
        self.register_buffer('scale', scale)

    def forward(self, ids):
        return self.table[ids].float() * self.scale[ids]


class Exported(nn.Module):
    """The same arithmetic with the sentence slots as an input, and attention written out."""

    def __init__(self, reader):
        super().__init__()
        self.reader = reader

    def forward(self, ids, mask, segment, sentence, slots):
        r = self.reader
        states = r.bert(input_ids=ids, attention_mask=mask).last_hidden_state
        start, end = r.span(states).unbind(-1)
        shut = -1e4 * (1 - segment.float())
        first = (torch.cumsum(torch.ones_like(mask), 1) == 1).float()
        shut = shut * (1 - first)
        member = (sentence[:, None, :] == slots[None, :, None]).float()
        sizes = member.sum(2)
        means = torch.matmul(member, states) / sizes.clamp(min=1)[..., None]
        scores = r.sentence(means).squeeze(-1) + r.passage(states[:, :1]).squeeze(-1)
        return r.rel(states[:, 0]).squeeze(-1), scores + (sizes == 0).float() * -1e4, start + shut, end + shut


def write_graph(reader, file):
    """The graph in int8 (the rows of the word table are int8 already when they are `Rows`)."""
    plain = file + '.plain'
    ids = torch.randint(3, 20, (2, 24))
    example = (ids, torch.ones_like(ids), torch.ones_like(ids), torch.ones_like(ids), torch.arange(1, 4))
    names = ('ids', 'mask', 'segment', 'sentence')
    axes = {name: {0: 'rows', 1: 'length'} for name in (*names, 'start', 'end')} | {'slots': {0: 'slots'}, 'relevance': {0: 'rows'}, 'sentences': {0: 'rows', 1: 'slots'}}
    torch.onnx.export(Exported(reader), example, plain, input_names=[*names, 'slots'], output_names=['relevance', 'sentences', 'start', 'end'], dynamic_axes=axes, opset_version=14, dynamo=False)
    quantize_dynamic(plain, file, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=['MatMul'], extra_options={'MatMulConstBOnly': True})
    model = onnx.load(file)
    model.ir_version = min(model.ir_version, 8)
    onnx.save(model, file)
    os.remove(plain)


def sums(out):
    """SHA256SUMS of everything that the product opens."""
    with open(os.path.join(out, 'SHA256SUMS'), 'w') as f:
        for name in ('config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/model_quantized.onnx'):
            f.write(f'{hashlib.sha256(open(os.path.join(out, name), "rb").read()).hexdigest()}  {name}\n')


def main():
    p = argparse.ArgumentParser()
    for name in ('start', 'checkpoint', 'out'):
        p.add_argument(name)
    p.add_argument('--material')
    p.add_argument('--rows', type=int, default=1000)
    given = p.parse_args()
    saved = torch.load(given.checkpoint)
    begun = torch.load(os.path.join(given.start, 'start.pt'))
    config = BertConfig(**begun['config'])
    config.num_hidden_layers = saved['layers']
    config._attn_implementation = 'eager'
    reader = Reader(config)
    state = {k: v.float() for k, v in saved['state'].items() if not k.startswith('projection.')}
    state |= {f'bert.{k}': v for k, v in begun['state'].items() if k.startswith('embeddings.')}
    reader.load_state_dict(state)
    reader.eval()
    folder = os.path.join(given.out, 'onnx')
    os.makedirs(folder, exist_ok=True)
    small = os.path.join(folder, 'model_quantized.onnx')
    exact = copy.deepcopy(reader)
    reader.bert.embeddings.word_embeddings = Rows(reader.bert.embeddings.word_embeddings.weight.detach())
    write_graph(reader, small)
    shutil.copy(os.path.join(given.start, 'tokenizer.json'), given.out)
    json.dump({'model_type': 'bert', 'layers': saved['layers'], 'hidden_size': config.hidden_size, 'vocab_size': config.vocab_size, 'reader': {'id': os.path.basename(os.path.abspath(given.out)), 'cls': 0, 'pad': 1, 'sep': 2, 'question': 44, 'title': 16, 'text': 200}},
              open(os.path.join(given.out, 'config.json'), 'w'), indent=1)
    json.dump({'tokenizer_class': 'XLMRobertaTokenizer'}, open(os.path.join(given.out, 'tokenizer_config.json'), 'w'))
    print('megabytes', round(os.path.getsize(small) / 1e6, 2))
    if given.material:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 2
        session = onnxruntime.InferenceSession(small, options)
        floats, ints, spans, sentences, at = [], [], [], [], 0
        groups = pickle.load(open(given.material, 'rb'))['dev']
        while len(floats) < given.rows and at < len(groups):
            batch = batch_of(rows_of(groups[at]))
            at += 1
            slots = torch.arange(1, int(batch[3].max()) + 1)
            with torch.inference_mode():
                a = [x.numpy() for x in exact(*batch)]
            b = session.run(None, {'ids': batch[0].numpy(), 'mask': batch[1].long().numpy(), 'segment': batch[2].long().numpy(), 'sentence': batch[3].numpy(), 'slots': slots.numpy()})
            floats += a[0].tolist()
            ints += b[0].tolist()
            spans += [x.argmax() == y.argmax() for k in (2, 3) for x, y in zip(a[k], b[k])]
            sentences += [x.argmax() == y.argmax() for x, y in zip(a[1], b[1])]
        print('rows', len(floats), 'relevance correlation', round(float(np.corrcoef(floats, ints)[0, 1]), 4), 'same place', round(float(np.mean(spans)), 4), 'same sentence', round(float(np.mean(sentences)), 4))
    sums(given.out)


if __name__ == '__main__':
    main()
