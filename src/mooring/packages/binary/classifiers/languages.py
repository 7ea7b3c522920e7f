"""Interpreters, compilers and run-time libraries."""

from mooring.packages.binary.classifiers.classifier import Classifier, near

_NUMBER = rb"(\d+\.\d+\.\d+)"
_PYTHON = rb"\x00({0}\.\d{1,3}(?:(?:a|b|rc)\d{1,2})?\+?)\x00"
_OTP = rb"[_/-](\d{2}\.\d+(?:\.\d+){0,3}(?:-rc\d)?)[/+]"
_JAVA = rb"(?:openjdk|java)\x00(?:java|javac|jdb)\x00+(?:[\d.]{1,8}\x00+)?(\d[0-9A-Za-z.+_-]{2,60})\x00"

LANGUAGES = (
    Classifier(
        name="python",
        files=r"(?:lib)?python(\d\.\d+)(?:[dmtu]*\.so[\d.]*|\.dylib|\.exe)?",
        signatures=(near(b"\0{0}.", _PYTHON),),
        cpes=("python_software_foundation:python", "python:python"),
        language="python",
    ),
    Classifier(
        name="pypy",
        files=r"libpypy[\d.]*-c\.(?:so|dylib)",
        signatures=(near(b"[PyPy ", rb"\[PyPy " + _NUMBER),),
        cpes=("pypy:pypy",),
        language="python",
    ),
    Classifier(
        name="go",
        files=r"go(?:\.exe)?",
        signatures=(near(b"\xff Go buildinf:", rb"go(\d+\.\d+(?:\.\d+)?(?:(?:beta|rc)\d+)?)[^0-9.]"),),
        cpes=("golang:go",),
        language="go",
    ),
    Classifier(
        name="julia",
        files=r"libjulia-(?:internal|codegen)\.so[\d.]*",
        signatures=(near(b"__init__\0", rb"__init__\x00{1,16}(\d+\.\d+\.\d+(?:-[a-z]+\d*)?)\x00"),),
        cpes=("julialang:julia",),
        language="julia",
    ),
    Classifier(
        name="node",
        files=r"node(?:js)?(?:\.exe)?|libnode\.so[\d.]*",
        signatures=(
            near(b"/node-v", rb"/node-v(\d+\.\d+\.\d+(?:-(?:rc|nightly|test|pre)[a-z0-9.-]{0,30})?)\.tar\.gz"),
        ),
        cpes=("nodejs:node.js",),
        language="javascript",
    ),
    Classifier(
        name="deno",
        files=r"deno(?:\.exe)?",
        signatures=(near(b"Deno/", rb"[^-]Deno/" + _NUMBER, before=1), near(b"deno/", rb"deno/" + _NUMBER)),
        cpes=("deno:deno",),
        language="javascript",
    ),
    Classifier(
        name="bun",
        files=r"bun(?:-profile)?(?:\.exe)?",
        signatures=(
            near(b"Bun v", rb"Bun v" + _NUMBER),
            near(b"Bun/", rb"[^-]Bun/" + _NUMBER, before=1),
            near(b"bun/", rb"bun/" + _NUMBER),
        ),
        cpes=("bun:bun",),
        language="javascript",
    ),
    Classifier(
        name="perl",
        files=r"perl(?:5[\d.]*)?|libperl\.so[\d.]*",
        signatures=(
            near(b"\0v5.", rb"\x00v(5\.\d+\.\d+)\x00"),
            near(b"/perl5/", rb"/perl5/(?:site_perl/)?(5\.\d+\.\d+)"),
        ),
        cpes=("perl:perl",),
        language="perl",
    ),
    Classifier(
        name="ruby",
        files=r"ruby[\d.]*(?:\.exe)?|libruby[-\d.]*\.so[\d.]*",
        signatures=(near(b"ruby ", rb"ruby (\d+\.\d+\.\d+(?:preview\d|rc\d)?)(?:p-?\d{1,4}|dev)? \(20"),),
        cpes=("ruby-lang:ruby",),
        language="ruby",
    ),
    Classifier(
        name="php",
        files=r"php(?:-?\d[\d.]*|-fpm[\d.]*|-cgi[\d.]*)?|libphp[\d.]*\.so[\d.]*",
        signatures=(near(b"X-Powered-By: PHP/", rb"PHP/(\d+\.\d+\.\d+(?:(?:alpha|beta|RC)\d+)?)"),),
        cpes=("php:php",),
        language="php",
    ),
    Classifier(
        name="composer",
        files=r"composer(?:\.phar)?",
        signatures=(near(b"const VERSION = '", rb"VERSION = '(\d+\.\d+\.\d+[^']{0,20})';[^;]{0,80}BRANCH_ALIAS"),),
        cpes=("getcomposer:composer",),
        language="php",
    ),
    Classifier(
        name="wp-cli",
        files=r"wp(?:-cli\.phar)?",
        signatures=(near(b"wp-cli/wp-cli ", rb"wp-cli/wp-cli " + _NUMBER),),
        cpes=("wp-cli:wp-cli",),
        language="php",
    ),
    Classifier(
        name="dart",
        files=r"dart(?:aotruntime)?",
        signatures=tuple(
            near(b" (" + channel + b")", rb"\x00(\d+\.\d+\.\d+(?:-[0-9.]{1,20}[a-z]{0,8})?) \(", before=40)
            for channel in (b"stable", b"beta", b"dev")
        ),
        cpes=("dart:dart_software_development_kit",),
        language="dart",
    ),
    Classifier(
        name="elixir",
        files=r"elixir(?:\.app)?",
        signatures=(
            near(b"ELIXIR_VERSION=", rb"ELIXIR_VERSION=(\d+\.\d+\.\d+(?:-[a-z0-9.]{1,20})?)"),
            near(b'{vsn,"', rb'\{vsn,"(\d+\.\d+\.\d+(?:-[a-z0-9.]{1,20})?)"\}'),
        ),
        cpes=("elixir-lang:elixir",),
        language="elixir",
    ),
    Classifier(
        name="erlang",
        files=r"erlexec|beam\.smp|beam(?:\.debug)?\.smp|liberts_internal(?:_r)?\.a",
        signatures=(
            near(b"otp_src_", rb"otp_src" + _OTP),
            near(b"/OTP-", rb"/OTP" + _OTP),
            near(b"/otp-", rb"/otp" + _OTP),
            near(b"[async-threads:", rb"\x00(\d{2}\.\d+(?:\.\d+){0,3})\x00", after=120),
            near(b"/erlang-", rb"/erlang" + _OTP),
        ),
        cpes=(r"erlang:erlang\/otp",),
        language="erlang",
    ),
    Classifier(
        name="swipl",
        files=r"swipl|libswipl\.so[\d.]*",
        signatures=(near(b"swipl-", rb"swipl-(\d+\.\d+\.\d+)[/\x00]"),),
        cpes=("swi-prolog:swi-prolog",),
        language="prolog",
    ),
    Classifier(
        name="ghc",
        files=r"ghc(?:-\d[\d.]*)?",
        signatures=(
            near(b"libHSghc-", rb"libHSghc-(\d+\.\d+\.\d+)-"),
            near(b"\0GHC ", rb"\x00GHC (\d+\.\d+\.\d+)\x00"),
        ),
        cpes=("haskell:ghc",),
        language="haskell",
    ),
    Classifier(
        name="cabal",
        files=r"cabal",
        signatures=(
            near(b"cabal-install-", rb"cabal-install-(\d+\.\d+(?:\.\d+){1,2})"),
            near(b"\0Cabal-", rb"\x00Cabal-(\d+\.\d+(?:\.\d+){1,2})[-\x00]"),
        ),
        cpes=("haskell:cabal",),
        language="haskell",
    ),
    Classifier(
        name="stack",
        files=r"stack",
        signatures=(
            near(b", Git revision", rb"Version (\d+\.\d+\.\d+), Git", before=30),
            near(b"/stack-", rb"/stack-(\d+\.\d+\.\d+)[-\x00]"),
        ),
        cpes=("haskell:stack",),
        language="haskell",
    ),
    Classifier(
        name="rust",
        files=r"libstd-[0-9a-f]{16}\.(?:so|dylib)",
        signatures=(
            near(b"rustc version ", rb"rustc version (\d+\.\d+\.\d+) \("),
            near(b"/rustc-", rb"/rustc-(\d+\.\d+\.\d+)(?:-src)?/"),
            near(b"rustc ", rb"rustc (\d+\.\d+\.\d+) \("),
        ),
        cpes=("rust-lang:rust",),
        language="rust",
    ),
    Classifier(
        name="gcc",
        files=r"(?:[a-z0-9_]+-[a-z0-9_]+-[a-z0-9_-]+-)?(?:gcc|g\+\+|cpp|gfortran)(?:-[\d.]+)?",
        signatures=(
            near(b"Thread model: %s\n", rb"\x00(\d+\.\d+\.\d+)\x00", after=60),
            near(b"GCC: (", rb"GCC: \([^)\x00]{0,100}\) (\d+\.\d+\.\d+)", after=200),
        ),
        cpes=("gnu:gcc",),
        language="c",
    ),
    Classifier(
        name="openjdk",
        files=r"(?:java|javac|jdb)(?:\.exe)?",
        signatures=(near(b"openjdk\0java", _JAVA), near(b"openjdk\0j", _JAVA)),
        cpes=("oracle:openjdk",),
        language="java",
    ),
    Classifier(
        name="java",
        files=r"(?:java|javac|jdb)(?:\.exe)?",
        signatures=(near(b"java\0java\0", _JAVA), near(b"java\0javac\0", _JAVA), near(b"java\0jdb\0", _JAVA)),
        cpes=("oracle:java",),
        language="java",
    ),
)
