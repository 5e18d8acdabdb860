"""A position on the Earth, and the forms in which people write one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from routemap.model.errors import CoordinateError
from routemap.model.terms import Term, Vocabulary

KM_PER_DEGREE: Final = 111.2
"""Length of a degree of latitude in km; a degree of longitude is at most as long."""
_DECIMALS: Final = 6  # of a degree: 0.1 m

COORDINATE_FORMS: Final = Vocabulary(
    "coordinate form",
    (
        Term("degrees", "Decimal degrees", "Degrees with decimals, such as 42.41, 130.64."),
        Term(
            "minutes", "Degrees and minutes", "Degrees and minutes, such as 42°24.6′N 130°38.4′E."
        ),
        Term(
            "seconds",
            "Degrees, minutes and seconds",
            "Degrees, minutes and seconds, such as 42°24′36″N 130°38′24″E.",
        ),
        Term("mgrs", "MGRS", "Military Grid Reference System, such as 52T FM 349 971."),
        Term("utm", "UTM", "Zone, easting and northing in m, such as 52T 634885 4696606."),
        Term("plus", "Plus code", "A complete Open Location Code, such as 8QJGCJ6Q+22."),
    ),
)
"""The forms in which coordinates can be written."""


@dataclass(frozen=True)
class Position:
    """A position that was read from text.

    Attributes
    ----------
    longitude, latitude
        Degrees in WGS 84, rounded to 6 decimals.
    form
        Key of :data:`COORDINATE_FORMS`.
    digits
        Digits after the point of the last unit that is written; for MGRS the digits of the easting,
        and for plus codes all of them. Of two coordinates the less precise one counts.
    precision_km
        What one step of the last digit is, in km from south to north.
    is_order_assumed
        Whether nothing but the order says which number is the latitude.
    """

    longitude: float
    latitude: float
    form: str
    digits: int
    precision_km: float
    is_order_assumed: bool = False

    def __str__(self) -> str:
        north = f"{abs(self.latitude):.10g}° {'S' if self.latitude < 0 else 'N'}"
        return f"{north}, {abs(self.longitude):.10g}° {'W' if self.longitude < 0 else 'E'}"

    @property
    def sentence(self) -> str:
        """How the text was read.

        Examples
        --------
        >>> position("degrees", 130.64, 42.41, 2, 1.112, is_order_assumed=True).sentence
        'Decimal degrees, latitude first: 42.41° N, 130.64° E, to 1.1 km.'
        """
        order = ", latitude first" if self.is_order_assumed else ""
        form = COORDINATE_FORMS.label(self.form)
        return f"{form}{order}: {self}, to {_distance(self.precision_km)}."


def position(  # noqa: PLR0913  # the fields of a position
    form: str,
    longitude: float,
    latitude: float,
    digits: int,
    precision_km: float,
    *,
    is_order_assumed: bool = False,
) -> Position:
    """Return a position with rounded coordinates and precision.

    Raises
    ------
    CoordinateError
        If it is not on the Earth.
    """
    if abs(latitude) > 90:
        swapped = is_order_assumed and abs(longitude) <= 90 and abs(latitude) <= 180
        advice = f"; write the latitude first: {longitude:.10g}, {latitude:.10g}" if swapped else ""
        raise CoordinateError(f"latitude {latitude:.10g} is outside -90 to 90{advice}")
    if abs(longitude) > 180:
        raise CoordinateError(f"longitude {longitude:.10g} is outside -180 to 180")
    return Position(
        longitude=round(longitude, _DECIMALS) + 0.0,  # no -0.0
        latitude=round(latitude, _DECIMALS) + 0.0,
        form=form,
        digits=digits,
        precision_km=float(f"{precision_km:.2g}"),
        is_order_assumed=is_order_assumed,
    )


def _distance(km: float) -> str:
    """Return a distance in words, in the unit that is easiest to read."""
    if km >= 1:
        return f"{km:.10g} km"
    return f"{km * 1000:.10g} m" if km >= 0.001 else "less than 1 m"
