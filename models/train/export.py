"""A trained table in, the folder that @xenova/transformers loads out.

    python export.py TABLE.npy TOKENIZER.json OUT [--sample EVAL]

Rows are int8 with one scale each; special tokens are zero rows. Mean and L2 normalisation are in the graph (pooling in JavaScript
was 15 times slower), so its [batch, dimensions] output is used with pooling 'none'. A second output, `sum`, is the same before the
normalisation: sums of words add up to the sum of their text. A text without a known piece gives the zero vector.
With --sample, 1,000 sentences and their vectors by the trained float table are written to OUT/../sample.jsonl, for compare.ts.
"""
import argparse
import gzip
import hashlib
import json
import os
import shutil

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

FILES = ["config.json", "tokenizer.json", "tokenizer_config.json", "onnx/model_quantized.onnx"]


def graph(table):
    scale = (np.abs(table).max(1, keepdims=True) / 127).astype(np.float32)
    scale[scale == 0] = 1
    quantized = np.clip(np.rint(table / scale), -127, 127).astype(np.int8)
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["rows"], axis=0),
        helper.make_node("Cast", ["rows"], ["float_rows"], to=TensorProto.FLOAT),
        helper.make_node("Gather", ["scale", "input_ids"], ["scales"], axis=0),
        helper.make_node("Mul", ["float_rows", "scales"], ["pieces"]),
        helper.make_node("Cast", ["attention_mask"], ["mask"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["mask", "one"], ["mask_row"]),
        helper.make_node("MatMul", ["mask_row", "pieces"], ["sum_row"]),
        helper.make_node("Squeeze", ["sum_row", "one"], ["sum"]),
        helper.make_node("LpNormalization", ["sum"], ["last_hidden_state"], axis=-1, p=2),
    ]
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "sequence"])
              for name in ("input_ids", "attention_mask", "token_type_ids")]
    outputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", table.shape[1]]) for name in ("last_hidden_state", "sum")]
    constants = [numpy_helper.from_array(quantized, "table"), numpy_helper.from_array(scale, "scale"),
                 numpy_helper.from_array(np.array([1], dtype=np.int64), "one")]
    model = helper.make_model(helper.make_graph(nodes, "static", inputs, outputs, constants), opset_imports=[helper.make_opsetid("", 13)])
    # The newest format that onnxruntime 1.14 reads.
    model.ir_version = 8
    onnx.checker.check_model(model)
    return model


def main():
    p = argparse.ArgumentParser()
    p.add_argument("table")
    p.add_argument("tokenizer")
    p.add_argument("out")
    p.add_argument("--sample", default="")
    given = p.parse_args()
    table = np.load(given.table).astype(np.float32)
    table[:5] = 0
    os.makedirs(os.path.join(given.out, "onnx"), exist_ok=True)
    onnx.save(graph(table), os.path.join(given.out, "onnx", "model_quantized.onnx"))
    config = {"model_type": "bert", "architectures": ["BertModel"], "hidden_size": table.shape[1], "vocab_size": table.shape[0],
              "num_hidden_layers": 0, "num_attention_heads": 1, "intermediate_size": table.shape[1], "max_position_embeddings": 512,
              "type_vocab_size": 1, "pad_token_id": 0}
    json.dump(config, open(os.path.join(given.out, "config.json"), "w"), indent=1)
    settings = {"tokenizer_class": "BertTokenizer", "do_lower_case": True, "strip_accents": True, "model_max_length": 512,
                "pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]", "mask_token": "[MASK]"}
    json.dump(settings, open(os.path.join(given.out, "tokenizer_config.json"), "w"), indent=1)
    shutil.copy(given.tokenizer, os.path.join(given.out, "tokenizer.json"))
    with open(os.path.join(given.out, "SHA256SUMS"), "w") as sums:
        for name in FILES:
            sums.write(f"{hashlib.sha256(open(os.path.join(given.out, name), 'rb').read()).hexdigest()}  {name}\n")
    if given.sample:
        from evaluate import Model
        pairs = [json.loads(line) for line in gzip.open(os.path.join(given.sample, "eval.ntrex.eng-fra-CA.jsonl.gz"), "rt", encoding="utf-8")][:500]
        texts = [side for r in pairs for side in (r["en"], r["fr"])]
        vectors = Model(table, given.tokenizer).embed(texts)
        with open(os.path.join(given.out, "..", "sample.jsonl"), "w", encoding="utf-8") as file:
            file.writelines(json.dumps({"text": t, "vector": [round(float(x), 6) for x in v]}, ensure_ascii=False) + "\n" for t, v in zip(texts, vectors))


if __name__ == "__main__":
    main()
