"""Vendor and product by which the NVD names well-known software, where they are not the package's own name twice.

Facts from the CPE dictionary (nvd.nist.gov/products/cpe). One row a product: names of packages, then `vendor:product`
pairs, the most used first; `o/` marks an operating system.
"""

_SYSTEM = """
linux linux-image linux-libc-dev kernel kernel-core linux-headers = o/linux:linux_kernel
apache2 httpd apache2-bin apache = apache:http_server
bind9 bind = isc:bind
dhcp isc-dhcp = isc:dhcp
busybox = busybox:busybox
bzip2 libbz2 = bzip:bzip2
ca-certificates = mozilla:nss
coreutils = gnu:coreutils
cpio = gnu:cpio
curl libcurl libcurl4 = haxx:curl haxx:libcurl
cyrus-sasl cyrus-sasl2 = cyrusimap:cyrus-sasl
dbus = freedesktop:dbus d-bus_project:d-bus
dnsmasq = thekelleys:dnsmasq
e2fsprogs = e2fsprogs_project:e2fsprogs
elfutils = elfutils_project:elfutils
expat libexpat libexpat1 = libexpat_project:libexpat
ffmpeg = ffmpeg:ffmpeg
file libmagic1 = file_project:file
freetype = freetype:freetype
ghostscript = artifex:ghostscript
git = git-scm:git git:git
glib glib2 glib2.0 = gnome:glib
glibc libc6 = gnu:glibc
gnupg gnupg2 = gnupg:gnupg
gnutls gnutls28 = gnu:gnutls
gpgme gpgme1.0 = gnupg:gpgme
haproxy = haproxy:haproxy
icu = icu-project:international_components_for_unicode unicode:international_components_for_unicode
imagemagick = imagemagick:imagemagick
iptables = netfilter:iptables
krb5 = mit:kerberos_5
libarchive = libarchive:libarchive
libcap2 libcap = libcap_project:libcap
libgcrypt libgcrypt20 = gnupg:libgcrypt
libgpg-error = gnupg:libgpg-error
libidn2 = gnu:libidn2
libjpeg-turbo = libjpeg-turbo:libjpeg-turbo
libksba = gnupg:libksba
libpng libpng1.6 = libpng:libpng
libssh2 = libssh2:libssh2
libtasn1 libtasn1-6 = gnu:libtasn1
libtiff tiff = libtiff:libtiff
libunistring = gnu:libunistring
libwebp = webmproject:libwebp
libxml2 = xmlsoft:libxml2
libxslt = xmlsoft:libxslt
lz4 = lz4_project:lz4
mariadb mariadb-server = mariadb:mariadb
memcached = memcached:memcached
mongodb mongod mongo = mongodb:mongodb
mysql mysql-server = oracle:mysql mysql:mysql
musl = musl-libc:musl
ncurses = gnu:ncurses
nettle = nettle_project:nettle
nghttp2 = nghttp2:nghttp2
nginx = f5:nginx nginx:nginx
node nodejs node.js = nodejs:node.js
nss = mozilla:nss
openjdk jdk jre java = oracle:openjdk oracle:jdk oracle:jre
openldap = openldap:openldap
openssh = openbsd:openssh
openssl libssl3 libcrypto3 openssl-libs = openssl:openssl
openvpn = openvpn:openvpn
p11-kit = p11-kit_project:p11-kit
pam linux-pam = linux-pam:linux-pam
pcre pcre3 = pcre:pcre
pcre2 = pcre:pcre2
perl = perl:perl
php php-cli php-fpm = php:php
postgresql postgres = postgresql:postgresql
procps procps-ng = procps-ng_project:procps-ng
python python3 cpython = python:python
rabbitmq rabbitmq-server = vmware:rabbitmq pivotal_software:rabbitmq
readline = gnu:readline
redis redis-server = redis:redis redislabs:redis
rsync = samba:rsync
ruby = ruby-lang:ruby
rust rustc = rust-lang:rust
samba = samba:samba
shadow shadow-utils = shadow_project:shadow debian:shadow
sqlite sqlite3 = sqlite:sqlite
sudo = sudo_project:sudo todd_miller:sudo
systemd = systemd_project:systemd freedesktop:systemd
tar = gnu:tar
traefik = traefik:traefik
unzip = unzip_project:unzip info-zip:unzip
util-linux = kernel:util-linux
vim = vim:vim
wget = gnu:wget
wordpress = wordpress:wordpress
xz xz-utils liblzma = tukaani:xz
zlib zlib1g = zlib:zlib
zstd libzstd = facebook:zstandard
bash gawk sed grep gzip diffutils findutils binutils gcc gdb make m4 = gnu:*
patch emacs screen nano less gmp bison = gnu:*
consul nomad packer terraform vagrant vault = hashicorp:*
grafana loki tempo = grafana:*
prometheus = prometheus:prometheus
elasticsearch kibana logstash = elastic:* elasticsearch:*
etcd = etcd:etcd redhat:etcd
helm = helm:helm
argocd argo-cd = argoproj:argo_cd
kubectl kubelet kubernetes = kubernetes:kubernetes
containerd = linuxfoundation:containerd
runc = linuxfoundation:runc
docker moby = docker:docker mobyproject:moby
go golang stdlib = golang:go
jenkins = jenkins:jenkins
tomcat = apache:tomcat
"""

_PYPI = """
django = djangoproject:django
flask jinja2 werkzeug click = palletsprojects:*
jinja2 = palletsprojects:jinja
requests urllib3 pillow setuptools cpython = python:*
pip = pypa:pip
virtualenv wheel = virtualenv:*
aiohttp = aiohttp:aiohttp
ansible = redhat:ansible
apache-airflow = apache:airflow
certifi = certifi:certifi kennethreitz:certifi
cryptography = cryptography.io:cryptography cryptography_project:cryptography
fastapi = tiangolo:fastapi fastapi_project:fastapi
gunicorn = gunicorn:gunicorn
idna = kjd:internationalized_domain_names_in_applications
jupyterlab notebook = jupyter:*
lxml = lxml:lxml
numpy = numpy:numpy
paramiko = paramiko:paramiko
pyyaml = pyyaml:pyyaml
scipy = scipy:scipy
sqlalchemy = sqlalchemy:sqlalchemy
starlette = encode:starlette
tensorflow = google:tensorflow
torch = linuxfoundation:pytorch pytorch:pytorch
tornado = tornadoweb:tornado
twisted = twistedmatrix:twisted twisted:twisted
"""

_NPM = """
angular = angularjs:angular.js
axios = axios:axios
express = expressjs:express openjsf:express
jquery = jquery:jquery
lodash = lodash:lodash
next = vercel:next.js
node-fetch = node-fetch_project:node-fetch
npm = npmjs:npm
electron = electronjs:electron
minimist = substack:minimist
ws = ws_project:ws
"""

_GEM = """
rails actionpack activesupport activerecord actionview = rubyonrails:rails rubyonrails:*
rack = rack_project:rack rack:rack
nokogiri = nokogiri:nokogiri
puma = puma:puma
sinatra = sinatrarb:sinatra
bundler = bundler:bundler
rubygems rubygems-update = rubygems:rubygems
"""

MAVEN_VENDORS = {
    "ch.qos.logback": "qos",
    "com.fasterxml": "fasterxml",
    "com.google": "google",
    "com.h2database": "h2database",
    "com.mysql": "oracle",
    "mysql": "oracle",
    "com.squareup": "squareup",
    "com.thoughtworks.xstream": "xstream",
    "commons-": "apache",
    "com.amazonaws": "amazon",
    "com.azure": "microsoft",
    "com.nimbusds": "connect2id",
    "com.zaxxer": "zaxxer",
    "dom4j": "dom4j_project",
    "io.netty": "netty",
    "io.quarkus": "quarkus",
    "io.undertow": "redhat",
    "io.vertx": "eclipse",
    "log4j": "apache",
    "org.apache": "apache",
    "org.bouncycastle": "bouncycastle",
    "org.codehaus.groovy": "apache",
    "org.codehaus.jettison": "jettison_project",
    "org.dom4j": "dom4j_project",
    "org.eclipse": "eclipse",
    "org.elasticsearch": "elastic",
    "org.glassfish": "eclipse",
    "org.hibernate": "hibernate",
    "org.jboss": "redhat",
    "org.jenkins-ci": "jenkins",
    "org.jetbrains": "jetbrains",
    "org.keycloak": "redhat",
    "org.mozilla": "mozilla",
    "org.postgresql": "postgresql",
    "org.springframework": "vmware",
    "org.thymeleaf": "thymeleaf",
    "org.webjars": "webjars",
    "org.yaml": "snakeyaml_project",
}
"""Beginning of a groupId to the vendor; the longest that fits counts."""

MAVEN_PRODUCTS = {
    "log4j-core": "log4j",
    "log4j-api": "log4j",
    "spring-core": "spring_framework",
    "spring-web": "spring_framework",
    "spring-webmvc": "spring_framework",
    "spring-webflux": "spring_framework",
    "spring-beans": "spring_framework",
    "spring-context": "spring_framework",
    "spring-expression": "spring_framework",
    "spring-boot": "spring_boot",
    "spring-security-core": "spring_security",
    "spring-security-web": "spring_security",
    "tomcat-embed-core": "tomcat",
    "tomcat-catalina": "tomcat",
    "tomcat-coyote": "tomcat",
    "commons-fileupload": "commons_fileupload",
    "commons-collections4": "commons_collections",
    "commons-lang3": "commons_lang",
    "commons-text": "commons_text",
    "commons-io": "commons_io",
    "commons-compress": "commons_compress",
    "struts2-core": "struts",
    "shiro-core": "shiro",
    "jetty-server": "jetty",
    "jetty-http": "jetty",
    "logback-classic": "logback",
    "logback-core": "logback",
    "groovy-all": "groovy",
    "kafka-clients": "kafka",
    "solr-core": "solr",
    "hibernate-core": "hibernate_orm",
    "hibernate-validator": "hibernate_validator",
    "undertow-core": "undertow",
    "mysql-connector-java": "mysql_connector\\/j",
    "mysql-connector-j": "mysql_connector\\/j",
    "postgresql": "postgresql_jdbc_driver",
    "protobuf-java": "protobuf-java",
    "jersey-common": "jersey",
}


def _rows(text: str) -> dict[str, tuple[str, ...]]:
    """Package name to `part:vendor:product` of each pair; a `*` product is the package's own name."""
    table: dict[str, tuple[str, ...]] = {}
    for line in text.strip().splitlines():
        names, _, pairs = line.partition(" = ")
        for name in names.split():
            table[name] = tuple(_pair(pair, name) for pair in pairs.split())
    return table


def _pair(text: str, name: str) -> str:
    part = "o" if text.startswith("o/") else "a"
    return f"{part}:{text.removeprefix('o/').replace('*', name)}"


SYSTEM_PRODUCTS = _rows(_SYSTEM)
"""For what distributions package and binaries show."""
LANGUAGE_PRODUCTS = {"pypi": _rows(_PYPI), "npm": _rows(_NPM), "gem": _rows(_GEM)}
