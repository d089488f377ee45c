"""The reader: a cross-encoder over question and passage (Devlin et al. 2019) with four outputs."""
import torch
from torch import nn
from transformers import BertModel

CLS, PAD, SEP = 0, 1, 2


def fast(device):
    """Autocast to bf16 where the hardware multiplies in it. A processor that does not takes six times as long as in fp32 (AVX2)."""
    return torch.autocast(device, dtype=torch.bfloat16, enabled=device != 'cpu' or torch.cpu._is_avx512_bf16_supported())


def packed(bert, ids, there, frozen=0):
    """
    States [pieces, size] of the pieces that are there [rows, length], one row after the other; attention row by row, no dropout but that of the embeddings. The lowest `frozen` layers get no gradient.
    Runs within `fast`, in bf16 where that is. Plain products: the fused kernel's backward pass takes four times as long in bf16 (PyTorch 2.15, rows of 160).
    """
    lengths = there.sum(1).tolist()
    with torch.no_grad():
        x = bert.embeddings(input_ids=ids)[there].to(torch.bfloat16 if torch.is_autocast_enabled('cpu') else torch.float32)
    heads, size, training = bert.config.num_attention_heads, x.shape[-1], torch.is_grad_enabled()
    scale = (size / heads) ** -0.5
    for n, layer in enumerate(bert.encoder.layer):
        with torch.set_grad_enabled(training and n >= frozen):
            own = layer.attention.self
            q, k, v = (f(x).view(len(x), heads, size // heads).split(lengths) for f in (own.query, own.key, own.value))
            with torch.autocast('cpu', enabled=False):
                seen = torch.cat([((a.transpose(0, 1) * scale @ b.permute(1, 2, 0)).softmax(-1) @ c.transpose(0, 1)).transpose(0, 1) for a, b, c in zip(q, k, v)]).reshape(len(x), size)
            x = layer.attention.output.LayerNorm(layer.attention.output.dense(seen) + x)
            x = layer.output.LayerNorm(layer.output.dense(nn.functional.gelu(layer.intermediate.dense(x))) + x)
    return x


class Reader(nn.Module):
    """
    ids, mask [rows, length], segment [rows, length] (1 on the pieces of the text, 0 on question, title and marks), sentence [rows, length] (number of the sentence that a piece stands
    in, from 1; 0 outside) -> relevance [rows], sentences [rows, sentences] (one score a sentence, comparable between passages of one question; -1e4 where a row has fewer),
    start and end [rows, length], where place 0 says: no answer here. All are logits.
    """

    def __init__(self, config):
        super().__init__()
        self.bert = BertModel(config, add_pooling_layer=False)
        self.rel, self.span = nn.Linear(config.hidden_size, 1), nn.Linear(config.hidden_size, 2)
        self.sentence, self.passage = nn.Linear(config.hidden_size, 1), nn.Linear(config.hidden_size, 1)

    def encode(self, ids, mask):
        """States [rows, length, size] of the last layer. On a CPU in training the rows are packed: no piece of padding costs anything."""
        if ids.is_cuda or not self.training:
            return self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
        there = mask.bool()
        states = packed(self.bert, ids, there, self.frozen)
        out = states.new_zeros(*ids.shape, states.shape[-1])
        out[there] = states
        return out

    frozen = 0

    def forward(self, ids, mask, segment, sentence, most=None):
        states = self.encode(ids, mask).float()
        start, end = self.span(states).unbind(-1)
        shut = -1e4 * (1 - segment.float())
        shut = torch.cat([torch.zeros_like(shut[:, :1]), shut[:, 1:]], 1)
        # Sentence score: a head over the mean of its pieces, and one over the mark in front of the whole.
        count = int(sentence.max()) if most is None else most
        member = (sentence[:, :, None] == torch.arange(1, count + 1, device=ids.device)[None, None]).float()
        sizes = member.sum(1)
        means = torch.einsum('rls,rlh->rsh', member, states) / sizes.clamp(min=1)[..., None]
        scores = self.sentence(means).squeeze(-1) + self.passage(states[:, :1]).squeeze(-1)
        return self.rel(states[:, 0]).squeeze(-1), scores + (sizes == 0) * -1e4, start + shut, end + shut


def rows_of(group):
    """(ids, where the text begins, sentence of each piece, relevant, first, last, gold sentence) for each passage of a group."""
    out = []
    for head, ids, spans, relevant, first, last, gold in group[4]:
        prefix = [CLS, *group[3].tolist(), SEP, SEP, *([*head.tolist(), SEP] if len(head) else [])]
        begin = len(prefix)
        sentence = [0] * begin
        for n, (a, b) in enumerate(spans):
            sentence += [n + 1] * (b + 1 - (len(sentence) - begin))
        sentence += [0] * (len(ids) - (len(sentence) - begin)) + [0]
        out.append(([*prefix, *ids.tolist(), SEP], begin, sentence, relevant, begin + first if first >= 0 else 0, begin + last if last >= 0 else 0, gold))
    return out


def batch_of(rows, device='cpu'):
    longest = max(len(row[0]) for row in rows)
    ids, mask, segment, sentence = torch.full((len(rows), longest), PAD), torch.zeros(len(rows), longest), torch.zeros(len(rows), longest), torch.zeros((len(rows), longest), dtype=torch.long)
    for i, row in enumerate(rows):
        n = len(row[0])
        ids[i, :n] = torch.tensor(row[0])
        mask[i, :n] = 1
        segment[i, row[1]:n - 1] = 1
        sentence[i, :n] = torch.tensor(row[2])
    return ids.to(device), mask.to(device), segment.to(device), sentence.to(device)
