"""Distances on the WGS 84 ellipsoid."""

from __future__ import annotations


def distance_m(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """The length in metres of the geodesic between two points given in degrees (C. F. F. Karney, 2013)."""
    from geographiclib.geodesic import Geodesic  # only answers with a home letter's place need it

    return float(Geodesic.WGS84.Inverse(lat, lon, other_lat, other_lon, Geodesic.DISTANCE)["s12"])
