"""What Paket is asked for."""

from executables.hostile import facts
from mooring.packages.dotnet.paket_dependencies import READER


def test_only_a_pinned_entry_has_a_version():
    content = b"source https://nuget.example\nnuget A 1.0.0\nnuget B ~> 2.0\ngroup Test\n  nuget C\n"

    found = [(fact.name, fact.version, fact.line, fact.scope) for fact in facts(READER, content)]

    assert found == [("A", "1.0.0", 2, "runtime"), ("B", "", 3, "runtime"), ("C", "", 5, "test")]
