"""How likely a reading is right."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dafeng.domain.plan import Document
from dafeng.methods.plan import read_plan
from dafeng.methods.plan.confidence import HIGHEST, LOWEST, probability
from dafeng.methods.plan.reading import read_with_evidence
from dafeng.rules.confidence import reading_weights
from dafeng.rules.vocabulary import load_vocabulary

TEXT = "一、目标\n（一）指标。到2030年，非化石能源消费比重达到30%左右，新建充电站12座。新建停车棚光伏覆盖率不低于40%。\n"


def document(text: str) -> Document:
    """A document of our own."""
    return Document("plan.txt", text, "0" * 64)


def test_every_feature_of_the_table_is_one_the_reader_can_see() -> None:
    """The table holds no weight for a feature that was renamed away: a known reading uses its intercept."""
    _, evidence = read_with_evidence(document(TEXT), load_vocabulary())
    assert all("intercept" in seen for seen in evidence)
    seen = {name for one in evidence for name in one}
    assert {"year:sentence", "kind:share", "about", "bounded"} <= seen
    assert "intercept" in reading_weights()


def test_a_dated_known_indicator_is_believed_more_than_an_undated_open_one() -> None:
    """A year in its own words and a known name raise the confidence over neither."""
    targets = read_plan(document(TEXT), load_vocabulary()).targets
    dated = next(target for target in targets if target.indicator_id == "nonfossil_share")
    undated = next(target for target in targets if target.value == 40)
    assert dated.confidence > undated.confidence


@given(st.dictionaries(st.sampled_from(sorted(reading_weights())), st.just(1.0)))
def test_a_confidence_is_never_certain(seen: dict[str, float]) -> None:
    """Whatever is seen, the machine's confidence stays below 1: only a person is certain."""
    assert LOWEST <= probability(seen, reading_weights()) <= HIGHEST < 1
