"""Damaged text: stray words, doubled characters, broken sentences, mixed brackets."""

from __future__ import annotations

import pytest
from review_plans import CLEAN, of, only, run

_DAMAGE = {
    "stray-word": ("统筹推进，", "统筹推进 and 协调，"),
    "doubled-character": ("统筹推进，", "统筹完善设施设设备，更换设备，淘汰设备，改造设备，开放设施，"),
    "broken-sentence": (
        "到2025年，再生资源",
        "在全市范围内持续推进各类重点用能单位节能降碳改造并探索多样化能源\n\n供应。到2025年，再生资源",
    ),
    "mixed-brackets": ("（三）加强统筹", "(三)加强统筹"),
}


@pytest.mark.parametrize("check", sorted(_DAMAGE))
def test_planted_damage_is_found_and_asked_about(check: str) -> None:
    """Each kind of damage is found once when planted, asked about politely, and absent from the clean plan."""
    finding = only(run(CLEAN.swap(*_DAMAGE[check])), check)
    assert finding.kind == 19 and finding.display_kind == "疑似转录错误"
    assert "可能是" in finding.title and finding.arithmetic.startswith("1处")
    assert not of(run(CLEAN), check)


@pytest.mark.parametrize(
    "words", ["产业业态", "财政政策", "原生生活垃圾", "第五代移动通信（5G）", "MVR蒸发", "220 kWh 以上"]
)
def test_sound_text_is_left_alone(words: str) -> None:
    """Doubles that join two words, abbreviations and units are no damage."""
    draft = CLEAN.swap("统筹推进，", f"统筹推进{words}，政策协同，生活方式，业态更新，政策落地，生活垃圾，")
    assert not [one for one in run(draft) if one.kind == 19]
