"""Books: sums that must hold."""

import pytest

from thresher.books import Books
from thresher.errors import BooksError
from thresher.nouns import Article, Capture, CaptureKind, Origin, Reason, Rejection, Stage

CAPTURE = Capture(Origin("a.warc"), "https://a.example/", None, CaptureKind.HTML)
ARTICLE = Article("id", CAPTURE.url, CAPTURE.url, "Text.", CAPTURE)
REJECTION = Rejection(CAPTURE.origin, Reason.EMPTY, Stage.EXTRACT)


def test_books_balance_when_every_capture_ended_once():
    books = Books(2)
    books.enter(ARTICLE)
    books.enter(REJECTION)
    books.check("part")


@pytest.mark.parametrize("captures", [1, 3])
def test_a_lost_or_doubled_capture_is_noticed_and_the_part_named(captures):
    books = Books(captures)
    books.enter(ARTICLE)
    books.enter(REJECTION)
    with pytest.raises(BooksError, match=rf"{captures} captures read, 2 accounted for \(part-7\)"):
        books.check("part-7")


def test_books_survive_being_written_and_added_up():
    books = Books(1)
    books.enter(REJECTION)
    total = Books.total([books, Books.from_row(books.row())])
    assert total.row() == {"captures": 2, "articles": 0, "rejections": {"empty": 2}}
