"""Imported once by the process that all trials are forked from: reads what each of them would read again."""

from evals.bench.crash import worker as worker
from memory.lexicon import Lexicon
from tools.builtin.toolset import load_toolset
from tools.desk import REASON_TEXTS, TEXTS
from tools.words import Words

Lexicon.load()
load_toolset()
Words.load(TEXTS)
Words.load(REASON_TEXTS)
