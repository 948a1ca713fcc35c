"""Whether a series may be shown, and from which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dafeng.domain.ledger import Publication


@dataclass(frozen=True, slots=True)
class Release:
    """A decision on a series, or on a ledger when `series` ends in ``.*``; an empty region or period means all."""

    series: str
    region: str
    period: str
    status: Publication
    release_on: date

    def covers(self, series: str, region: str, period: str) -> bool:
        """Whether the decision speaks of this series, region and period.

        Examples
        --------
        >>> march = Release("power.*", "", "2026-03", Publication.PUBLIC, date(2026, 4, 20))
        >>> march.covers("power.sold", "511602", "2026-03")
        True
        >>> march.covers("powerful", "511602", "2026-03")
        False

        """
        named = series == self.series or (
            self.series.endswith(".*") and series.startswith(self.series.removesuffix("*"))
        )
        return named and self.region in {"", region} and self.period in {"", period}
