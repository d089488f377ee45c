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


def state_of(path):
    """{name: tensor} of every weight but the word table, which training leaves as it is."""
    graph = onnx.load(path).graph
    arrays = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    # Names begin with that of the exported module's attribute.
    state = {name.split('.', 1)[1]: torch.tensor(np.array(array)) for name, array in arrays.items() if re.fullmatch(r'\w+\.[\w.]*(?:weight|bias)', name) and '.embeddings.' not in name}
    for node in graph.node:
        if node.op_type == 'MatMulInteger' and node.input[1] in arrays:
            name = node.input[1].removesuffix('_quantized')
            weight = (arrays[node.input[1]].astype(np.float32) - arrays[name + '_zero_point'].astype(np.float32)) * arrays[name + '_scale']
            part = re.sub(r'/(Gemm_)?MatMul_quant$', '', node.name).strip('/').replace('/', '.')
            part = part if part + '.bias' in state else part.split('.', 1)[1]
            state[part + '.weight'] = torch.tensor(weight.T.copy())
    return state


def main():
    path, out = sys.argv[1:]
    state = state_of(path)
    layers = 1 + max(int(m.group(1)) for m in (re.search(r'layer\.(\d+)\.', name) for name in state) if m)
    torch.save({'layers': layers, 'state': {name: tensor.half() for name, tensor in state.items()}}, out)
    print(layers, 'layers', len(state), 'weights', round(sum(t.numel() for t in state.values()) / 1e6, 1), 'million numbers')


if __name__ == '__main__':
    main()
