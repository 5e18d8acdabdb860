"""The data for callbacks, because a session stores none between two runs."""

from __future__ import annotations

from routemap.data.dataset import Dataset
from routemap.data.load import data_folder
from routemap.data.repository import repository


def dataset_now() -> Dataset:
    """Return the data that the server shows at the moment."""
    return repository(data_folder()).current().dataset
