"""Small made-up plans, each a list of sentences under one heading."""

from __future__ import annotations

from dafeng.domain.plan import Document, Plan, Target
from dafeng.methods.plan import read_plan
from dafeng.rules.vocabulary import load_vocabulary


def plan(
    *sentences: str, title: str = "示例市碳达峰实施方案", issued: str | None = None, **letter: str
) -> Plan:
    """A plan with a clause per sentence."""
    marks = "一二三四五六七八九十"
    body = "\n".join(
        f"（{mark}）第{mark}项。{sentence}。" for mark, sentence in zip(marks, sentences, strict=False)
    )
    document = Document(
        "plan.txt",
        f"一、目标\n{body}\n",
        "0" * 64,
        title,
        letter.get("doc_number"),
        letter.get("issuer"),
        issued,
    )
    return read_plan(document, load_vocabulary())


def target(**fields: object) -> Target:
    """A target with only the fields that matter."""
    given = {
        "id": "一#1", "clause": "一", "indicator": "绿色仓库占比", "indicator_id": None, "comparator": "=", "value": 30.0,
        "value_max": None, "unit": "%", "year": 2030, "base_year": None, "kind": "share", "hedge": None, "scope": None,
        "tier": "core", "quote": "", "quote_start": 0, "quote_end": 0, "value_start": None, "value_end": None,
        "confidence": 1.0,
    }  # fmt: skip
    return Target(**{**given, **fields})
