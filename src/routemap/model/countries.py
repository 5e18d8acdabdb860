"""Countries by their ISO 3166-1 alpha-3 codes, from the package ``iso3166``."""

from __future__ import annotations

from typing import Final

import iso3166

from routemap.model.terms import Term, Vocabulary

# where the standard inverts a name or uses one that English texts rarely use
_SHORT: Final = {
    "BOL": "Bolivia", "BRN": "Brunei", "COD": "DR Congo", "COG": "Republic of the Congo",
    "FSM": "Micronesia", "GBR": "United Kingdom", "IRN": "Iran", "KOR": "South Korea",
    "LAO": "Laos", "MDA": "Moldova", "PRK": "North Korea", "RUS": "Russia", "SYR": "Syria",
    "TZA": "Tanzania", "USA": "United States", "VAT": "Vatican City", "VEN": "Venezuela",
    "VGB": "British Virgin Islands", "VIR": "US Virgin Islands", "VNM": "Vietnam",
}  # fmt: skip
COUNTRIES: Final = Vocabulary(
    "country",
    tuple(
        Term(row.alpha3, _SHORT.get(row.alpha3, row.apolitical_name), row.name)
        for row in sorted(iso3166.countries, key=lambda row: row.alpha3)
    ),
    standard="ISO 3166-1 alpha-3",
    pattern="[A-Z]{3}",
)
