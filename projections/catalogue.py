"""The read models there are. A new one is named here."""

from __future__ import annotations

from projections.calls import Calls
from projections.posts import Posts
from projections.read_model import ReadModel
from projections.requests import Requests
from projections.sheets import Sheets

READ_MODELS: tuple[ReadModel, ...] = (Posts(), Sheets(), Calls(), Requests())
