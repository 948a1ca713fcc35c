"""Money carries its price year."""

from __future__ import annotations

import pytest

from dafeng.domain.errors import DafengError
from dafeng.rules.units import factor


@pytest.mark.parametrize(
    ("stated", "canonical", "expected"),
    [
        ("万元（2020年价）", "CNY@2020", 1e4),
        ("亿元(2020年不变价)", "万元（2020年价）", 1e4),
        ("亿元（现价）", "CNY@current", 1e8),
        ("吨标准煤/万元（2020年价）", "tce/CNY@2020", 1e-4),
        ("万元（2020年价）/人", "CNY@2020/person", 1e4),
        ("亿元", "CNY", 1e8),
    ],
)
def test_the_same_prices_convert(stated: str, canonical: str, expected: float) -> None:
    """Within one price year money converts like any unit, and so does what is per money."""
    assert factor(stated, canonical) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("stated", "canonical", "word"),
    [
        ("万元（2015年价）", "CNY@2020", "2015年价到2020年价的价格平减指数"),
        ("万元（现价）", "CNY@2020", "现价到2020年价的价格平减指数"),
        ("万元", "CNY@2020", "没有写明价格年份"),
        ("万元（可比价）", "CNY@2020", "没有写明是哪一年的可比价"),
        ("万元（2020年价）", "CNY", "请写作“万元”"),
    ],
)
def test_other_prices_are_refused_with_the_deflator_needed(stated: str, canonical: str, word: str) -> None:
    """Money of another year, or of no year, is never taken for the same."""
    with pytest.raises(DafengError) as refusal:
        factor(stated, canonical)
    assert refusal.value.code == "E_UNIT_PRICE_YEAR"
    assert word in refusal.value.zh


def test_only_money_has_prices() -> None:
    """Tonnes of 2020 prices are no unit, and neither becomes money."""
    for stated, canonical, code in (
        ("吨（2020年价）", "t", "E_UNIT_UNKNOWN"),
        ("吨（2020年价）", "CNY@2020", "E_UNIT_MISMATCH"),
        ("丈（2020年价）", "CNY@2020", "E_UNIT_UNKNOWN"),
        ("万元（2020年价）/万元（现价）", "CNY@2020", "E_UNIT_MISMATCH"),
    ):
        with pytest.raises(DafengError) as refusal:
            factor(stated, canonical)
        assert refusal.value.code == code
