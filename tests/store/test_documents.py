"""Documents that all processes of a deployment share: one contract for every place."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from routemap.data.documents import Documents, FolderDocuments
from routemap.data.store.connection import Connections, read_address
from routemap.data.store.store_documents import StoreDocuments

Open = Callable[[str], Documents]


@pytest.fixture(params=["folder", "store"])
def documents_of(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """Open the documents of a kind, as another process would."""
    if request.param == "folder":
        yield lambda kind: FolderDocuments(tmp_path / "kept" / kind)
        return
    address, opened = read_address(request.getfixturevalue("empty_uri")), []

    def open_documents(kind: str) -> Documents:
        opened.append(Connections(address))
        return StoreDocuments(opened[-1], kind)

    yield open_documents
    for connections in opened:
        connections.close()


def test_nothing_is_there_before_something_is_written(documents_of: Open) -> None:
    documents = documents_of("feeds")
    assert documents.names() == ()
    assert documents.read("a.json") is None
    assert not documents.delete("a.json")


def test_what_one_process_writes_another_reads(documents_of: Open) -> None:
    documents_of("feeds").write("b.json", b"\x00\xff")
    documents_of("feeds").write("a.json", b"")
    assert documents_of("feeds").names() == ("a.json", "b.json")
    assert documents_of("feeds").read("b.json") == b"\x00\xff"
    assert documents_of("feeds").read("a.json") == b""


def test_a_document_is_replaced_and_deleted(documents_of: Open) -> None:
    documents = documents_of("feeds")
    documents.write("a.json", b"first")
    documents.write("a.json", b"second")
    assert documents.read("a.json") == b"second"
    assert documents.delete("a.json")
    assert documents_of("feeds").names() == ()


def test_kinds_are_kept_apart(documents_of: Open) -> None:
    documents_of("feeds").write("a.json", b"feed")
    assert documents_of("drafts").read("a.json") is None
    assert documents_of("drafts").names() == ()


@pytest.mark.parametrize("name", ["", ".lock", "../a", "a/b", "a\n", "ä", "x" * 101])
def test_a_name_that_no_file_should_have_is_refused(documents_of: Open, name: str) -> None:
    documents = documents_of("feeds")
    with pytest.raises(ValueError, match="cannot be the name of a document"):
        documents.write(name, b"")
    with pytest.raises(ValueError, match="cannot be the name of a document"):
        documents.read(name)


def test_one_holds_the_lock_at_a_time(documents_of: Open) -> None:
    entered = threading.Event()

    def enter() -> None:
        with documents_of("drafts").locked():
            entered.set()

    other = threading.Thread(target=enter)
    with documents_of("drafts").locked():
        other.start()
        with documents_of("feeds").locked():  # another kind has a lock of its own
            assert not entered.wait(0.2)
    assert entered.wait(10)
    other.join(10)
