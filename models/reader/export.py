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
    """
    The same arithmetic with the sentence slots as an input, the rows packed: a quarter of a batch is padding, so everything but attention runs on the pieces that are there [1, pieces, size], one row after the other.
    A padded place is read as the piece before it: the mask shuts it out of attention, `segment` and `sentence`, 0 there, out of the outputs.
    """

    def __init__(self, reader):
        super().__init__()
        self.reader = reader
        self.joined = nn.ModuleList(joined(layer.attention.self) for layer in reader.bert.encoder.layer)

    def encode(self, ids, mask):
        """States [1, pieces, size] of the last layer, and for each place [rows, length] its piece."""
        bert = self.reader.bert
        rows, length = ids.shape
        heads, size = bert.config.num_attention_heads, bert.config.hidden_size
        there = mask.flatten().nonzero().squeeze(1)
        piece = (torch.cumsum(mask.flatten(), 0) - 1).clamp(min=0).view(rows, length)
        place = (torch.cumsum(torch.ones_like(mask), 1) - 1).flatten()[there]
        # Rows of one head each: one Gather unpacks and orders by heads, one undoes both, where Split and Transpose would copy once more each.
        apart = piece[:, None, :] * (3 * heads) + torch.arange(heads)[None, :, None]
        back = torch.arange(rows * heads * length).view(rows, heads, length).transpose(1, 2).reshape(-1, heads)[there]
        shut = (1 - mask.float())[:, None, None, :] * -1e4
        x = bert.embeddings(input_ids=ids.flatten()[there][None], position_ids=place[None], token_type_ids=torch.zeros_like(place)[None])
        for layer, joint in zip(bert.encoder.layer, self.joined):
            parts = joint(x).view(-1, size // heads)
            q, k, v = (parts[apart + n * heads] for n in range(3))
            seen = (torch.matmul(q, k.transpose(-1, -2)) + shut).softmax(-1) @ v
            seen = seen.reshape(-1, size // heads)[back].reshape(1, -1, size)
            x = layer.attention.output.LayerNorm(layer.attention.output.dense(seen) + x)
            x = layer.output.LayerNorm(layer.output.dense(nn.functional.gelu(layer.intermediate.dense(x))) + x)
        return x, piece

    def forward(self, ids, mask, segment, sentence, slots):
        r = self.reader
        packed, piece = self.encode(ids, mask)
        states = packed[0][piece]
        start, end = r.span(states).unbind(-1)
        shut = -1e4 * (1 - segment.float())
        first = (torch.cumsum(torch.ones_like(mask), 1) == 1).float()
        shut = shut * (1 - first)
        member = (sentence[:, None, :] == slots[None, :, None]).float()
        sizes = member.sum(2)
        means = torch.matmul(member, states) / sizes.clamp(min=1)[..., None]
        scores = r.sentence(means).squeeze(-1) + r.passage(states[:, :1]).squeeze(-1)
        return r.rel(states[:, :1]).flatten(), scores + (sizes == 0).float() * -1e4, start + shut, end + shut


def joined(attention):
    """Query (with the scale of attention), key and value of a layer as one dense layer."""
    scale = attention.attention_head_size ** -0.5
    joint = nn.Linear(attention.query.in_features, 3 * attention.all_head_size)
    joint.weight.data = torch.cat([attention.query.weight * scale, attention.key.weight, attention.value.weight]).detach()
    joint.bias.data = torch.cat([attention.query.bias * scale, attention.key.bias, attention.value.bias]).detach()
    return joint


def biases_second(file):
    """
    Puts the bias of each dense layer second in its Add: onnxruntime 1.14 joins it to the int8 product only there.
    Returns the names of the products with one column or two: these are the heads, which stay in floats, as that costs nothing.
    """
    model = onnx.load(file)
    weights = {w.name: w.dims for w in model.graph.initializer}
    for node in model.graph.node:
        if node.op_type == 'Add' and node.input[0] in weights:
            node.input[:] = [node.input[1], node.input[0]]
    onnx.save(model, file)
    return [node.name for node in model.graph.node if node.op_type == 'MatMul' and node.input[1] in weights and weights[node.input[1]][1] <= 2]


def write_graph(reader, file):
    """The graph in int8 (the rows of the word table are int8 already when they are `Rows`)."""
    plain = file + '.plain'
    ids = torch.randint(3, 20, (2, 24))
    example = (ids, torch.ones_like(ids), torch.ones_like(ids), torch.ones_like(ids), torch.arange(1, 4))
    names = ('ids', 'mask', 'segment', 'sentence')
    axes = {name: {0: 'rows', 1: 'length'} for name in (*names, 'start', 'end')} | {'slots': {0: 'slots'}, 'relevance': {0: 'rows'}, 'sentences': {0: 'rows', 1: 'slots'}}
    torch.onnx.export(Exported(reader), example, plain, input_names=[*names, 'slots'], output_names=['relevance', 'sentences', 'start', 'end'], dynamic_axes=axes, opset_version=14, dynamo=False)
    heads = biases_second(plain)
    quantize_dynamic(plain, file, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True, op_types_to_quantize=['MatMul'], nodes_to_exclude=heads, extra_options={'MatMulConstBOnly': True})
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
