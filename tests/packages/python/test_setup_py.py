"""Requirements with versions are found in the literals of setup.py, which is never run."""

from mooring.model.reader import LayerFile
from mooring.packages.python.setup_py import READER


def read(text: str) -> list:
    return list(READER.read(LayerFile(path="setup.py", content=text.encode())))


def test_literals_with_a_version_are_requirements_under_the_keyword_before_them():
    packages = read(
        "NEEDED = ['py>=1.5.0', 'attrs', 'win==1.0;sys_platform==\"win32\"']  # 'no==1'\n"
        "setup(version='1.0', python_requires='>=3.6', classifiers=['Status :: 4 - Beta'],\n"
        "      setup_requires=['wheel==0.38'], tests_require=['mock==2.0'],\n"
        '      extras_require={\'dev\': [" mypy1 == v0.770"]}, install_requires=NEEDED + ["""\n'
        "flask==3.0.0\n"
        '  django==4.2"""])\n'
    )

    assert [(p.name, p.version, p.scope, p.line) for p in packages] == [
        ("py", "1.5.0", "runtime", 1),
        ("win", "1.0", "runtime", 1),
        ("wheel", "0.38", "build", 3),
        ("mock", "2.0", "test", 3),
        ("mypy1", "v0.770", "optional", 4),
        ("flask", "3.0.0", "runtime", 5),
        ("django", "4.2", "runtime", 6),
    ]


def test_what_is_put_together_at_run_time_is_left_out():
    assert read("setup(install_requires=['%s==6.5.1', 'xmlschema=={}'.format(var), f'a=={b}', 'pysam>0.10'])") == []


def test_the_same_requirement_counts_once():
    assert len(read("a = ['x==1', \"x==1\"]")) == 1


def test_an_escaped_quote_does_not_end_a_literal():
    assert [p.name for p in read(r"""a = 'it\'s', "b==1" """)] == ["b"]


def test_a_literal_that_is_not_closed_hides_nothing_on_later_lines():
    assert [p.name for p in read("a = 'oops\nb = 'b==1'\n")] == ["b"]
