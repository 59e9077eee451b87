"""A series as entered."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Series:
    """Roadshows that belong together: a season, an industry chain, a standing base."""

    title: str
    title_en: str = ""
    summary: str = ""
    summary_en: str = ""
