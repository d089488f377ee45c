"""Make a checkpoint of an int8 graph that export.py or export_embedder.py wrote, for `--init`: training goes on from what is bundled.

    python reopen.py GRAPH.onnx OUT.pt

Weights are what the graph computes with (integer less zero point, times the scale of the column): within half a step of those that were trained.
"""
import re
import sys

import numpy as np
import onnx
import torch
from onnx import numpy_helper


HEAD = 32  # Size of an attention head, whose scale export.py folds into the query.


def state_of(path):
    """{name: tensor} of every weight but the word table, which training leaves as it is. A product is named by the bias that is added to it."""
    graph = onnx.load(path).graph
    arrays = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    after = {name: node for node in graph.node for name in node.input}
    # Names begin with that of the exported module's attribute.
    inner = lambda name: re.sub(r'^(reader|bert)\.(?=\w+\.)', '', name)
    state = {inner(name): np.array(array) for name, array in arrays.items() if re.fullmatch(r'[\w.]+\.(?:weight|bias)', name) and '.embeddings.' not in name}
    for node in graph.node:
        if node.op_type not in ('MatMul', 'MatMulInteger') or node.input[1] not in arrays:
            continue
        weight = arrays[node.input[1]].astype(np.float32)
        if node.op_type == 'MatMulInteger':
            name = node.input[1].removesuffix('_quantized')
            weight = (weight - arrays[name + '_zero_point'].astype(np.float32)) * arrays[name + '_scale']
        while node.op_type != 'Add':
            node = after[node.output[0]]
        bias = next(name for name in node.input if name in arrays)
        state[inner(bias).removesuffix('bias') + 'weight'] = weight.T
    for name in [name for name in state if name.startswith('joined.')]:
        own = f'bert.encoder.layer.{name.split(".")[1]}.attention.self.'
        query, key, value = np.split(state.pop(name), 3)
        state |= {f'{own}{part}.{name.split(".")[2]}': array for part, array in (('query', query * HEAD ** 0.5), ('key', key), ('value', value))}
    return {name: torch.tensor(np.ascontiguousarray(array)) for name, array in state.items()}


def main():
    path, out = sys.argv[1:]
    state = state_of(path)
    layers = 1 + max(int(m.group(1)) for m in (re.search(r'layer\.(\d+)\.', name) for name in state) if m)
    torch.save({'layers': layers, 'state': {name: tensor.half() for name, tensor in state.items()}}, out)
    print(layers, 'layers', len(state), 'weights', round(sum(t.numel() for t in state.values()) / 1e6, 1), 'million numbers')


if __name__ == '__main__':
    main()
