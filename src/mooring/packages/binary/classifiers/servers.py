"""Web servers, proxies, databases and caches."""

from mooring.packages.binary.classifiers.classifier import Classifier, linker_strings, near

_MYSQL_FILES = r"mysql|mysqld(?:-debug)?"
_NDB_FILES = r"ndbd|ndbmtd|ndb_mgmd|ndb_mgm"
_VERSION = rb"(\d+\.\d+\.\d+(?:-(?:rc|m|dmr)\d*)?)"
_PATH_VERSION = rb"(\d+\.\d+\.\d+(?:-\d+(?:\.\d+)?)?)"

SERVERS = (
    Classifier(
        name="httpd",
        files=r"httpd|apache2|httpd\.(?:worker|event)",
        signatures=(near(b"Apache/", rb"Apache/(\d+\.\d+\.\d+)"),),
        cpes=("apache:http_server",),
    ),
    Classifier(
        name="nginx",
        files=r"nginx(?:-debug)?",
        signatures=(near(b"nginx version: ", rb"nginx version: [a-z-]{1,20}/(\d+\.\d+\.\d+)"),),
        cpes=("f5:nginx", "nginx:nginx"),
    ),
    Classifier(
        name="openresty",
        files=r"nginx|openresty",
        signatures=(near(b"nginx version: openresty/", rb"openresty/(\d+\.\d+\.\d+\.\d+)"),),
        cpes=("openresty:openresty",),
    ),
    Classifier(
        name="haproxy",
        files=r"haproxy",
        signatures=(
            near(b", released 20", rb"version (\d+\.\d+(?:\.\d+|-dev\d+)?)[^,\x00]{0,40}, released", before=80),
        ),
        cpes=("haproxy:haproxy",),
    ),
    Classifier(
        name="lighttpd",
        files=r"lighttpd",
        signatures=(near(b"lighttpd/", rb"lighttpd/(\d+\.\d+\.\d+)"),),
        cpes=("lighttpd:lighttpd",),
    ),
    Classifier(
        name="proftpd",
        files=r"proftpd",
        signatures=(near(b"ProFTPD Version ", rb"ProFTPD Version (\d+\.\d+\.\d+(?:[a-z]|rc\d)?)"),),
        cpes=("proftpd:proftpd",),
    ),
    Classifier(
        name="traefik",
        files=r"traefik",
        signatures=linker_strings(b"v1.", b"v2.", b"v3.", b"1.", b"2.", b"3."),
        cpes=("traefik:traefik",),
        language="go",
    ),
    Classifier(
        name="envoy",
        files=r"envoy",
        signatures=(
            near(b"envoy_reloadable_features", rb"\x00(1\.\d{1,2}\.\d{1,2}(?:-dev)?)\x00", before=1000, after=0),
            near(b"\0RELEASE\0", rb"\x00(1\.\d{1,2}\.\d{1,2}(?:-dev)?)\x00", before=60, after=60),
            near(b"envoy_quic_", rb"\x00(1\.\d{1,2}\.\d{1,2}(?:-dev)?)\x00", after=1000),
        ),
        cpes=("envoyproxy:envoy",),
    ),
    Classifier(
        name="redis",
        files=r"redis-(?:server|sentinel|cli|check-rdb|check-aof|benchmark)",
        signatures=(
            near(b"c11-builtin\0", rb"\x00(\d+\.\d+\.\d+(?:-rc\d)?)\x00", before=30, after=0),
            near(b" (git:%s\0", rb"\x00(\d+\.\d+\.\d+(?:-rc\d)?)\x00", before=30, after=0),
            near(b"Redis version=", rb"Redis version=(\d+\.\d+\.\d+)"),
            near(b"\0-dirty\0", rb"\x00(\d+\.\d+\.\d+(?:-rc\d)?)\x00", before=60, after=40),
        ),
        cpes=("redislabs:redis", "redis:redis"),
    ),
    Classifier(
        name="valkey",
        files=r"valkey-(?:server|sentinel|cli|check-rdb|check-aof|benchmark)",
        signatures=(
            near(b"c11-builtin\0", rb"\x00(\d+\.\d+\.\d+(?:-rc\d)?)\x00", before=30, after=0),
            near(b" (git:%s\0", rb"\x00(\d+\.\d+\.\d+(?:-rc\d)?)\x00", before=30, after=0),
        ),
        cpes=("lfprojects:valkey", "linuxfoundation:valkey"),
    ),
    Classifier(
        name="memcached",
        files=r"memcached",
        signatures=(near(b"memcached ", rb"memcached (\d+\.\d+\.\d+)"),),
        cpes=("memcached:memcached",),
    ),
    Classifier(
        name="postgresql",
        files=r"postgres|postmaster|psql|initdb|pg_ctl|pg_dump|pg_restore",
        signatures=(
            near(b"(PostgreSQL) ", rb"\(PostgreSQL\) (\d+(?:\.\d+){0,2}(?:(?:alpha|beta|rc)\d)?)"),
            near(b"PostgreSQL ", rb"\x00PostgreSQL (\d+(?:\.\d+){0,2}(?:(?:alpha|beta|rc)\d)?)", before=1),
        ),
        cpes=("postgresql:postgresql",),
    ),
    Classifier(
        name="percona-server",
        files=_MYSQL_FILES,
        signatures=(near(b"/percona-server-", rb"percona-server-" + _PATH_VERSION),),
        cpes=("percona:percona_server", "oracle:mysql"),
    ),
    Classifier(
        name="percona-xtradb-cluster",
        files=_MYSQL_FILES,
        signatures=(near(b"Percona-XtraDB-Cluster-", rb"Cluster-" + _PATH_VERSION),),
        cpes=("percona:xtradb_cluster", "percona:percona_server", "oracle:mysql"),
    ),
    Classifier(
        name="percona-xtrabackup",
        files=r"xtrabackup",
        signatures=(near(b"percona-xtrabackup-", rb"xtrabackup-" + _PATH_VERSION),),
        cpes=("percona:xtrabackup",),
    ),
    Classifier(
        name="mysql-cluster",
        files=rf"{_NDB_FILES}|{_MYSQL_FILES}",
        signatures=(near(b"mysql-cluster-", rb"mysql-cluster-(?:[a-z]{1,10}-)?" + _VERSION),),
        cpes=("oracle:mysql_cluster",),
    ),
    Classifier(
        name="mysql",
        files=_MYSQL_FILES,
        signatures=(
            near(b"/mysql-", rb"/mysql-(?:[a-z]{1,12}-)?" + _VERSION),
            near(b"\0mysql_", rb"\x00(\d+\.\d+\.\d+)\x00{1,8}mysql_", before=30, after=8),
        ),
        cpes=("oracle:mysql",),
    ),
    Classifier(
        name="mariadb",
        files=r"mariadb(?:d|-dump|-admin)?|mysqld?",
        signatures=(near(b"-MariaDB", rb"[\x00 ](\d+\.\d+\.\d+)-MariaDB", before=16),),
        cpes=("mariadb:mariadb",),
    ),
    Classifier(
        name="arangodb",
        files=r"arango(?:sh|d)",
        signatures=(near(b" [linux]", rb"(\d+\.\d+\.\d+(?:-\d+)?) (?:enterprise )?\[linux\]", before=40),),
        cpes=("arangodb:arangodb",),
    ),
    Classifier(
        name="mongodb",
        files=r"mongod|mongos",
        signatures=tuple(
            near(b"\0" + word + b"\0", rb"(\d+\.\d+\.\d+)\x00{1,8}(?:tcmalloc|heap_size|cppdefines)\x00", before=24)
            for word in (b"tcmalloc", b"heap_size", b"cppdefines")
        ),
        cpes=("mongodb:mongodb",),
    ),
    Classifier(
        name="sqlcipher",
        files=r"sqlcipher|libsqlcipher\.so[\d.]*",
        signatures=(
            near(b" community\0", rb"(\d+\.\d+\.\d+) community\x00", before=16),
            near(b"\0cipher_page_size\0", rb"\x00(\d+\.\d+\.\d+)\x00", before=24, after=0),
        ),
        cpes=("zetetic:sqlcipher",),
    ),
)
