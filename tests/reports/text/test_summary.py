"""The words that reports for people use."""

import pytest

from mooring.reports.text.summary import build_step, counted, size_of


@pytest.mark.parametrize(
    ("created_by", "step"),
    [
        ("/bin/sh -c #(nop) ADD file:1 in / ", "ADD file:1 in /"),
        ('/bin/sh -c #(nop)  CMD ["/bin/sh"]', 'CMD ["/bin/sh"]'),
        ("/bin/sh -c apk add curl", "RUN apk add curl"),
        ("RUN /bin/sh -c make install # buildkit", "RUN make install"),
        ("|2 A=1 B=2 /bin/sh -c make", "RUN make"),
        ("COPY . /app # buildkit", "COPY . /app"),
        ("", ""),
    ],
)
def test_a_build_step_is_what_its_author_wrote(created_by, step):
    assert build_step(created_by) == step


@pytest.mark.parametrize(("size", "text"), [(0, "0 B"), (999, "999 B"), (4_200, "4.2 kB"), (5_000_000_000, "5.0 GB")])
def test_a_size_is_told_in_the_nearest_unit(size, text):
    assert size_of(size) == text


def test_one_thing_is_singular():
    assert (counted(1, "layer"), counted(7000, "layer")) == ("1 layer", "7,000 layers")
