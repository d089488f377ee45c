"""The encoder and its heads: four layers of 384 over our own 32,000 pieces (19.4 million numbers, 19.5 MB as int8).

Layers have the shape of all-MiniLM-L6-v2's, so that its weights can start them.
"""
import torch
from torch import nn
from transformers import BertConfig, BertModel

TEACHER_LAYERS = (0, 2, 3, 5)
WIDTH = 384
# Pieces of question and passage together.
LONGEST = 256
PAD, UNK, CLS, SEP, MASK = range(5)


class Encoder(nn.Module):
    """ids, mask -> states [batch, length, 384]; `mean` gives sentence vectors of length 1."""

    def __init__(self, pieces):
        super().__init__()
        self.bert = BertModel(
            BertConfig(vocab_size=pieces, hidden_size=WIDTH, num_hidden_layers=len(TEACHER_LAYERS), num_attention_heads=12,
                       intermediate_size=4 * WIDTH, max_position_embeddings=LONGEST, attn_implementation="eager"),
            add_pooling_layer=False)

    def forward(self, ids, mask, types=None):
        return self.bert(input_ids=ids, attention_mask=mask, token_type_ids=types).last_hidden_state

    def mean(self, ids, mask):
        states = self(ids, mask)
        weights = mask[..., None].to(states.dtype)
        return nn.functional.normalize((states * weights).sum(1) / weights.sum(1).clamp(min=1), dim=-1)


class Reader(nn.Module):
    """Question and passage in one sequence -> relevance [batch], start and end logits [batch, length]; place 0 ([CLS]) says: no answer."""

    def __init__(self, encoder):
        super().__init__()
        self.encoder = encoder
        self.relevance = nn.Sequential(nn.Linear(WIDTH, WIDTH), nn.Tanh(), nn.Linear(WIDTH, 1))
        self.span = nn.Linear(WIDTH, 2)

    def forward(self, ids, mask, types):
        states = self.encoder(ids, mask, types)
        start, end = self.span(states).unbind(-1)
        # Only the passage and place 0 may be pointed at.
        shut = -1e4 * (1 - ((types * mask).to(start.dtype)))
        shut = torch.cat([torch.zeros_like(shut[:, :1]), shut[:, 1:]], 1)
        return self.relevance(states[:, 0]).squeeze(-1), start + shut, end + shut


def padded(rows, length=None):
    """Lists of ids -> ids and mask [batch, longest]."""
    longest = length or max(len(row) for row in rows)
    ids = torch.full((len(rows), longest), PAD)
    for i, row in enumerate(rows):
        ids[i, :len(row)] = torch.as_tensor(row)
    return ids, (ids != PAD).long()
