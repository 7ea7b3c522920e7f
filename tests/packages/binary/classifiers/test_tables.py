"""Every row of the tables, on strings as the programs have them. Rows marked `real` were checked on a real binary
too."""

import re

import pytest

from executables.hostile import facts
from mooring.packages.binary.classifiers.infrastructure import INFRASTRUCTURE
from mooring.packages.binary.classifiers.languages import LANGUAGES
from mooring.packages.binary.classifiers.servers import SERVERS
from mooring.packages.binary.classifiers.tools import TOOLS
from mooring.packages.binary.known_binary import READER

ROWS = (*LANGUAGES, *SERVERS, *TOOLS, *INFRASTRUCTURE)
REAL = [
    ("python", "3.11.2", "python3.11", b"\x003.11.2\0"),
    ("python", "3.13.0rc2", "libpython3.13.so.1.0", b"\x003.13.0rc2\0"),
    ("pypy", "7.3.11", "libpypy3.9-c.so", b"[PyPy 7.3.11 with "),
    ("go", "1.26.8", "go", b"\xff Go buildinf:\x08\x02" + bytes(16) + b"\x08go1.26.8\0"),
    ("node", "24.19.0", "node", b"/download/release/v24.19.0/node-v24.19.0.tar.gz\0"),
    ("node", "18.20.4", "libnode.so.108", b"/node-v18.20.4-headers.tar.gz\0/node-v18.20.4.tar.gz\0"),
    ("deno", "2.9.8", "deno", b"Exporter-Deno/0.82.0grpc 2.9.8+fe7ed01Deno/2.9.8Deno/"),
    ("bun", "1.4.5", "bun", b"\0Bun v1.4.5 (Linux x64)\0"),
    ("perl", "5.36.0", "perl", b"\0v5.36.0\0"),
    ("ruby", "3.1.7", "libruby-3.1.so.3.1.7", b"\0ruby 3.1.7p261 (2025-03-26 revision 0a"),
    ("php", "8.2.36", "php8.2", b"\0X-Powered-By: PHP/8.2.36\0"),
    ("elixir", "1.14.0", "elixir", b"#!/bin/sh\nset -e\n\nELIXIR_VERSION=1.14.0\n"),
    ("elixir", "1.14.0", "elixir.app", b'{vsn,"1.14.0"},'),
    ("erlang", "25.2.3", "beam.smp", b"[async-threads:%d] [jit:ns%s]\n\x0025.2.3\0"),
    ("ghc", "9.0.2", "ghc", b"\0libHSghc-9.0.2-ghc9.0.2.so\0"),
    ("cabal", "3.4.1.0", "cabal", b"/cabal-install-3.4.1.0-3R2S9\0"),
    ("stack", "2.7.5", "stack", b"/x86_64-linux-ghc-9.0.2/stack-2.7.5\0"),
    ("rust", "1.95.0", "libstd-d1237ef7159db0a2.so", b"(rustc version 1.95.0 (59807616e 2026-04-14))"),
    ("rust", "1.63.0", "libstd-a5a48102fbd58791.so", b"/usr/src/rustc-1.63.0/library/alloc"),
    ("gcc", "12.2.0", "x86_64-linux-gnu-gcc-12", b"Thread model: %s\n\0 zstd\x0012.2.0\0(Debian 12.2.0-14)"),
    ("openjdk", "17.0.21.1+2-Debian", "java", b"openjdk\0java\x000.0\x0017.0.21.1+2-Debian\0-J-"),
    ("httpd", "2.4.71", "apache2", b"mailto:\0Apache/2.4.71\0"),
    ("nginx", "1.22.1", "nginx", b"\0nginx version: nginx/1.22.1\n"),
    ("haproxy", "2.6.12", "haproxy", b"\0 version 2.6.12-1+deb12u4, released 2026/10/17\0"),
    ("lighttpd", "1.4.69", "lighttpd", b"\0lighttpd/1.4.69\0"),
    ("proftpd", "1.3.8", "proftpd", b"\0ProFTPD Version 1.3.8\0"),
    ("redis", "7.0.15", "redis-server", b"\0err\x007.0.15\0c11-builtin\0"),
    ("redis", "7.0.15", "redis-cli", b"%s\n\x007.0.15\0 (git:%s\0"),
    ("memcached", "1.6.18", "memcached", b"\0memcached 1.6.18\0"),
    ("postgresql", "15.20", "postgres", b"\0postgres (PostgreSQL) 15.20 (Debian)"),
    ("mariadb", "10.11.19", "mariadbd", b"\x0010.11.19-MariaDB\0"),
    ("sqlcipher", "3.4.1", "libsqlcipher.so.0.8.6", b"fast_kdf_iter\x003.4.1\0cipher_page_size\0"),
    ("busybox", "1.35.0", "busybox", b"\0BusyBox v1.35.0 (Debian"),
    ("util-linux", "2.38.1", "getopt", b"\0util-linux 2.38.1\0"),
    ("bash", "5.2.15", "bash", b"@(#)Bash version 5.2.15(1) release GNU\0"),
    ("openssl", "3.0.22", "libcrypto.so.3", b"\0OpenSSL 3.0.22 25 Aug 2026\0"),
    ("openldap", "2.5.13", "slapd", b"@(#) $OpenLDAP: slapd 2.5.13+dfsg-5 (Feb"),
    ("krb5", "1.20.1", "libkrb5.so.3.3", b"KRB5_BRAND: krb5-1.20.1-final 1.20.1 20221111\0"),
    ("heimdal", "7.8.0", "libkrb5.so.26.0.0", b"\0Heimdal 7.8.0\0"),
    ("curl", "7.88.1", "curl", b"\0curl 7.88.1 (x86_64-pc-linux-gnu) %s\0"),
    ("libcurl", "7.88.1", "libcurl.so.4.8.0", b"CLIENT libcurl 7.88.1\r\n"),
    ("zstd", "1.5.4", "zstd", b"Enabled\0v1.5.4\0Zstandard CLI\0"),
    ("xz", "5.4.1", "xz", b"xz (XZ Utils) 5.4.1\0"),
    ("gzip", "1.12", "gzip", b"zipping\n\x001.12\0\0\0"),
    ("jq", "1.6", "jq", b"failed: %s\n\x001.6\0DEBUG:\0"),
    ("ffmpeg", "5.1.9", "libavcodec.so.59.37.100", b"\0FFmpeg version 5.1.9-0+deb12u1\0"),
    ("ffmpeg", "5.1.9", "ffmpeg", b"\0%s version 5.1.9-0+deb12u1\0"),
    ("qtbase", "5.15.8", "libQt5Core.so.5.15.8", b"\0Qt 5.15.8 (x86_64-little_endian-lp64 "),
    ("chrome", "156.0.8078.79", "chromium", b"\x00156.0.8078.79\0chrome\0"),
    ("firefox", "153.7.0", "firefox-esr", b"{ec8}&version=153.7.0&buildid=20261103\0"),
    ("tor", "0.4.9.11", "tor", b" (on Tor 0.4.9.11 )\0"),
    ("helm", "3.14.2", "helm", b"abcdef\0\0v3.14.2\0\0go1.22.1\0"),
]
MADE_UP = [
    ("julia", "1.10.2", "libjulia-internal.so.1.10.2", b"__init__\0\0\x001.10.2\0"),
    ("composer", "2.7.1", "composer.phar", b"public const VERSION = '2.7.1';\npublic const BRANCH_ALIAS_VERSION = '';"),
    ("wp-cli", "2.9.0", "wp", b"'wp-cli/wp-cli 2.9.0'"),
    ("dart", "3.5.2", "dart", b'GC"\x003.5.2 (stable) (Wed'),
    ("swipl", "9.1.5", "swipl", b"/usr/lib/swipl-9.1.5/library"),
    ("java", "1.8.0_402-b08", "java", b"java\0java\x001.8\x001.8.0_402-b08\0"),
    ("openresty", "1.21.4.1", "nginx", b"\0nginx version: openresty/1.21.4.1\n"),
    ("traefik", "2.10.4", "traefik", b"\x002.10.4\0\0"),
    ("envoy", "1.36.4", "envoy", b"\x001.36.4\0something\0envoy_reloadable_features"),
    ("valkey", "7.2.5", "valkey-server", b"\0err\x007.2.5\0c11-builtin\0"),
    ("percona-server", "8.0.33-25", "mysqld", b"/build/percona-server-8.0.33-25/sql/x.cc\0"),
    ("percona-xtradb-cluster", "8.0.33-25", "mysqld", b"/build/Percona-XtraDB-Cluster-8.0.33-25/sql\0"),
    ("percona-xtrabackup", "8.0.33-28", "xtrabackup", b"/build/percona-xtrabackup-8.0.33-28/x\0"),
    ("mysql-cluster", "8.0.36", "ndbmtd", b"/release/mysql-cluster-gpl-8.0.36/storage\0"),
    ("mysql", "8.0.36", "mysqld", b"/release/mysql-8.0.36/mysys\0"),
    ("mysql", "8.0.37", "mysql", b"shutdown\x008.0.37\0\0\0\0\0mysql_real_escape"),
    ("arangodb", "3.11.5", "arangosh", b"\x003.11.5 enterprise [linux]"),
    ("mongodb", "6.0.27", "mongod", b"\x006.0.27\0tcmalloc\0"),
    ("aws-lc", "1.30.1", "libcrypto.so", b"\0AWS-LC 1.30.1\0"),
    ("consul", "1.17.0", "consul", b"<!-- CONSUL_VERSION: 1.17.0 -->"),
    ("vault", "1.15.4", "vault", b"\0\x001.15.4\0\0"),
    ("fluent-bit", "3.0.2", "fluent-bit", b"\x003.0.2\0%sFluent Bit"),
    ("grafana", "12.3.1", "grafana", b"\0\0release-12.3.1\0\0"),
    ("ingress-nginx", "1.9.6", "nginx-ingress-controller", b"\0v1.9.6\0\0"),
    ("istio", "1.26.8", "pilot-agent", b"\x001.26.8\0\x001.26.8\0"),
    *((name, "8.12.0", name, b"\0\x008.12.0\0\0") for name in ("filebeat", "metricbeat", "heartbeat", "packetbeat")),
    *((name, "8.12.0", name, b"\0\x008.12.0\0\0") for name in ("auditbeat", "elastic-agent")),
]


@pytest.mark.parametrize(("name", "version", "file", "text"), [*REAL, *MADE_UP])
def test_a_program_is_recognised(name, version, file, text):
    content = b"\x7fELF" + bytes(60) + text + bytes(60)

    assert (name, version) in [(fact.name, fact.version) for fact in facts(READER, content, f"opt/bin/{file}")]
    assert re.search(READER.claim.pattern, f"opt/bin/{file}")


def test_every_row_of_the_tables_is_tried_here():
    assert {row.name for row in ROWS} == {name for name, *_ in (*REAL, *MADE_UP)}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_every_row_has_a_literal_to_look_for(row):
    assert all(len(signature.literal) >= 3 for signature in row.signatures)
    assert all(":" in product for product in row.cpes)
