"""What the build information of a Go program says."""

from executables.build import elf, go_blob
from executables.hostile import facts
from mooring.packages.binary.executable import READER


def program(version, *lines):
    return facts(READER, elf({".go.buildinfo": go_blob(version, "".join(line + "\n" for line in lines))}))


def test_the_main_module_needs_all_others_and_the_standard_library():
    main, *_ = program("go1.22.1", "mod\texample.com/app\tv1.0.0\t", "dep\ta.example/b\tv1.0.0\t")

    assert main.is_root
    assert main.depends == ("a.example/b", "stdlib")


def test_a_replaced_module_is_the_one_that_was_built_in():
    facts = program("go1.22.1", "dep\ta.example/b\tv1.0.0", "=>\tfork.example/b\tv1.0.1\th1:x=")

    assert (facts[0].namespace, facts[0].name, facts[0].version) == ("fork.example", "b", "v1.0.1")
    assert facts[0].properties == {"module_h1": "h1:x=", "replaces": "a.example/b@v1.0.0"}


def test_a_module_replaced_by_a_local_folder_keeps_its_name_and_version():
    facts = program("go1.22.1", "dep\tk8s.io/api\tv0.29.0", "=>\t./staging/api\t\t")

    assert (facts[0].namespace, facts[0].name, facts[0].version) == ("k8s.io", "api", "v0.29.0")


def test_a_development_version_is_no_version():
    main, *_ = program("go1.22.1", "mod\texample.com/app\t(devel)\t")

    assert main.version == ""


def test_the_commit_of_a_development_version_is_kept_with_its_pseudo_version():
    main, *_ = program(
        "go1.22.1",
        "mod\texample.com/app\t(devel)\t",
        "build\tvcs.revision=9640d75c13845419f5797e2e3ac3475f8d801d79",
        "build\tvcs.time=2024-04-26T06:00:20Z",
    )

    assert main.properties["pseudo_version"] == "v0.0.0-20240426060020-9640d75c1384"


def test_the_linker_flags_give_the_version_that_the_module_line_lacks():
    main, *_ = program("go1.22.1", "mod\texample.com/app\t(devel)\t", 'build\t-ldflags="-s -X main.version=v1.4.0"')

    assert main.version == "v1.4.0"


def test_the_standard_library_has_the_version_of_the_compiler_and_its_platform_name():
    *_, library = program("go1.22.1 X:loopvar", "mod\texample.com/app\tv1.0.0\t")

    assert (library.name, library.version) == ("stdlib", "1.22.1")
    assert library.cpes == ("cpe:2.3:a:golang:go:1.22.1:*:*:*:*:*:*:*",)
    assert library.properties == {"go_experiments": "X:loopvar"}


def test_a_tool_of_the_go_distribution_is_named_by_its_path():
    tool, _ = program("go1.22.1", "path\tcmd/vet")

    assert (tool.namespace, tool.name, tool.version) == ("cmd", "vet", "1.22.1")


def test_a_program_built_from_loose_files_still_names_the_standard_library():
    assert [fact.name for fact in program("go1.22.1", "path\tcommand-line-arguments")] == ["stdlib"]


def test_a_string_that_is_longer_than_the_file_is_left_out():
    blob = b"\xff Go buildinf:\x08\x02".ljust(32, b"\0") + b"\xff\xff\xff\x7f" + b"go1.22"

    assert facts(READER, elf({".go.buildinfo": blob})) == []
