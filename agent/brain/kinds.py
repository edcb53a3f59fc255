"""Kinds of things as customers call them: which of them a message names, by the nouns of the tools that find them."""

from __future__ import annotations

from agent.brain.tokens import folded, stem, tokens
from agent.brain.tool import Toolset
from agent.brain.utterance import Utterance


class Kinds:
    """The kinds of one toolset."""

    def __init__(self, toolset: Toolset) -> None:
        self._toolset = toolset
        self._nouns: dict[str, dict[str, frozenset[str]]] = {}

    def definite(self, said: Utterance) -> tuple[str, ...]:
        """Kinds that are named with an article: "the hotel"."""
        kinds = []
        for place, word in enumerate(said.words):
            before = [each.folded for each in said.words[max(0, place - 2) : place]]
            known = bool(set(before) & said.lexicon.definite) or "".join(before[-1:]).endswith("'s")
            if not known or set(before[-1:]) & said.lexicon.indefinite:
                continue
            for tool in self._toolset.tools:
                if tool.kind and stem(word.folded, said.language) in self.nouns(tool.kind, said.language):
                    kinds.append(tool.kind)
        return tuple(dict.fromkeys(kinds))

    def named(self, said: Utterance) -> tuple[str, ...]:
        """Kinds that are named at all, with an article or without: "cheaper hotel?"."""
        naming = [word.folded for word in said.words if word.folded not in said.lexicon.bidding]
        stems = {stem(word, said.language) for word in naming}  # nothing in "show me cheaper ones"
        kinds = dict.fromkeys(tool.kind for tool in self._toolset.tools if tool.kind)
        return tuple(kind for kind in kinds if stems & self.nouns(kind, said.language))

    def nouns(self, kind: str, language: str) -> frozenset[str]:
        """Stems of words that name a kind: the titles and one-word cues of its tools."""
        known = self._nouns.setdefault(language, {})
        if kind not in known:
            found: set[str] = {stem(folded(kind), "en")}
            for tool in self._toolset.tools:
                if tool.kind == kind:
                    title = tool.titles.get(language) or tool.titles.get("en") or ""
                    texts = title.values() if isinstance(title, dict) else [title]
                    found |= {stem(each.folded, language) for text in texts for each in tokens(str(text))}
                    found |= {stem(each[0], language) for each in tool.cues.get(language, ()) if len(each) == 1}
            known[kind] = frozenset(found)
        return known[kind]
