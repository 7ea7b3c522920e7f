#!/bin/bash
# Builds the images that the benchmark reads, each as an OCI layout (gzip layers) and as an uncompressed docker archive.
#
#   corpus.sh FOLDER [IMAGE ...]        IMAGE: min python node java large rpm apk    (default: all of them)
#
#   FOLDER/oci/IMAGE        OCI layout with the tag `latest`
#   FOLDER/tar/IMAGE.tar    what `docker save` would write
#
# Needs root on Debian and the packages mmdebstrap, umoci, skopeo, zip, rpm and python3. Where packages come from is the host's business:
# its apt sources, and its settings for pip and npm, are lent to the images while they are built and leave no trace in them.
# APT_SOURCES names other apt sources, CA_FILE another bundle of certificates.
#
# min, python, node, java and large are real in every byte: installed by apt, pip and npm. rpm is installed by rpm's own tools from packages
# made here, apk is a made-up root: both are there to check correctness, not speed. All images but rpm and apk share min as their base.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
APT_SOURCES=${APT_SOURCES:-/etc/apt/sources.list.d/debian.sources}
CA_FILE=${CA_FILE:-/etc/ssl/certs/ca-certificates.crt}
ALL=(min python node java large rpm apk)
SUITE=bookworm

main() {
    [[ $# -ge 1 ]] || { sed -n '2,15s/^# \{0,1\}//p' "$0" >&2; exit 2; }
    require mmdebstrap umoci skopeo zip rpm rpmbuild python3
    [[ $EUID -eq 0 ]] || stop "only root can unpack images with their owners and devices"
    folder=$(realpath -m "$1"); shift
    mkdir -p "$folder/oci" "$folder/tar"
    scratch=$(mktemp -d "$folder/.building-XXXXXX")
    trap 'give_back; rm -rf --one-file-system "$scratch"' EXIT
    local image
    for image in "${@:-${ALL[@]}}"; do
        [[ " ${ALL[*]} " == *" $image "* ]] || stop "there is no image '$image'; expected one of ${ALL[*]}"
        needs_base "$image" && [[ ! -e $folder/oci/min/index.json ]] && build min
        build "$image"
    done
}

needs_base() { [[ $1 != min && $1 != rpm && $1 != apk ]]; }
stop() { printf 'error: %s\n' "$1" >&2; exit 1; }
tell() { printf '%s  %s\n' "$(date +%H:%M:%S)" "$1" >&2; }
require() {
    local program
    for program; do command -v "$program" >/dev/null || stop "$program is missing; install the packages that bench/README.md names"; done
}

# --- an image: unpacked, changed, packed again; every change is a layer -------------------------------------------------------------

build() {
    name=$1 layout=$scratch/$1 bundle=$scratch/$1.bundle root=$scratch/$1.bundle/rootfs
    tell "$name: begins"
    if needs_base "$name"; then
        cp -a "$folder/oci/min" "$layout"
    else
        umoci init --layout "$layout"
        umoci new --image "$layout:latest"
        umoci config --image "$layout:latest" --os linux --architecture amd64 --config.cmd /bin/sh
    fi
    umoci unpack --image "$layout:latest" "$bundle" >/dev/null
    "image_$name"
    umoci gc --layout "$layout" >/dev/null
    rm -rf --one-file-system "$bundle" "$folder/oci/$name"
    mv "$layout" "$folder/oci/$name"
    rm -f "$scratch/$name.tar"
    skopeo copy --quiet --insecure-policy "oci:$folder/oci/$name:latest" "docker-archive:$scratch/$name.tar:$name:latest"
    mv "$scratch/$name.tar" "$folder/tar/$name.tar"
    tell "$name: $(du -sh "$folder/oci/$name" | cut -f1) as layers, $(du -sh "$folder/tar/$name.tar" | cut -f1) as an archive"
}

# layer TEXT: what changed since the last layer becomes one
layer() {
    tell "$name: layer of $1"
    umoci repack --refresh-bundle --image "$layout:latest" --history.created_by "$1" "$bundle" >/dev/null
}

# --- commands inside the image, with the host's settings lent to them --------------------------------------------------------------

lent=()
lend() { # lend FILE PLACE: the host's file is seen at PLACE in the image until give_back
    local place=$root$2
    if [[ ! -e $place ]]; then mkdir -p "$(dirname "$place")"; : >"$place"; lent+=("made $place"); fi
    mount --bind "$1" "$place"
    lent+=("mounted $place")
}
give_back() {
    local index entry
    for ((index = ${#lent[@]} - 1; index >= 0; index--)); do
        entry=${lent[index]}
        case $entry in
            mounted\ *) umount "${entry#mounted }" || umount --lazy "${entry#mounted }" ;;
            made\ *) rm -f "${entry#made }" ;;
        esac
    done
    lent=()
}

inside() { # inside SCRIPT: run by the image's bash
    local link=$root/etc/resolv.conf state=0
    [[ ! -L $link ]] || rm "$link"
    lend /etc/resolv.conf /etc/resolv.conf
    lend "$CA_FILE" /tmp/lent-certificates
    [[ ! -f /etc/pip.conf ]] || lend /etc/pip.conf /tmp/lent-pip.conf
    [[ ! -f ~/.npmrc ]] || lend ~/.npmrc /tmp/lent-npmrc
    mount -t proc proc "$root/proc"; lent+=("mounted $root/proc")
    mount --bind /dev "$root/dev"; lent+=("mounted $root/dev")
    local settings=(
        HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
        PIP_CONFIG_FILE=/tmp/lent-pip.conf PIP_CERT=/tmp/lent-certificates PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
        PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_BREAK_SYSTEM_PACKAGES=1
        NPM_CONFIG_USERCONFIG=/tmp/lent-npmrc NPM_CONFIG_CAFILE=/tmp/lent-certificates NPM_CONFIG_CACHE=/tmp/npm-cache NPM_CONFIG_AUDIT=false
        NPM_CONFIG_FUND=false NPM_CONFIG_UPDATE_NOTIFIER=false NODE_EXTRA_CA_CERTS=/tmp/lent-certificates
        SSL_CERT_FILE=/tmp/lent-certificates
    )
    local variable
    for variable in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY PIP_INDEX_URL PIP_EXTRA_INDEX_URL; do
        [[ ! -v $variable ]] || settings+=("$variable=${!variable}")
    done
    env -i "${settings[@]}" chroot "$root" /bin/bash -euo pipefail -c "$1" || state=$?
    give_back
    rm -rf "$root/tmp/npm-cache"
    return $state
}

debs() { # debs PACKAGE...: installed as a Dockerfile would, lists and archives removed
    inside "apt-get -q update && apt-get -qy --no-install-recommends install $*
        rm -rf /var/lib/apt/lists/* /var/cache/apt/*.bin /var/cache/apt/archives/*.deb"
}
words() { sed 's/#.*//' "$here/contents/$1" | tr '\n' ' '; }

# --- the images ---------------------------------------------------------------------------------------------------------------------

image_min() {
    mmdebstrap --quiet --variant=minbase --format=tar "$SUITE" - "$APT_SOURCES" | tar -C "$root" --numeric-owner --xattrs -xf -
    find "$root/dev" -mindepth 1 -delete
    rm -rf "$root"/var/lib/apt/lists/* "$root"/var/cache/apt/archives/*.deb "$root"/etc/{resolv.conf,hostname}
    layer "debian $SUITE, its smallest variant"
}

image_python() {
    debs python3 python3-pip python3-venv ca-certificates curl git
    layer 'python3, pip, curl, git'
    inside "pip3 install -q $(words pip-current.txt)"
    layer 'current packages'
    inside "python3 -m venv /opt/old && /opt/old/bin/pip install -q --no-deps $(words pip-old.txt)"
    layer 'a virtual environment of old releases'
    inside "mkdir -p /srv/app && cp -r /opt/old/lib/python3.11/site-packages/django/contrib /srv/app/
        rm -rf /opt/old/lib/python3.11/site-packages/lxml* && pip3 uninstall -qy toml bokeh && pip3 install -q tqdm==4.62.0"
    layer 'removes and replaces packages of lower layers'
}

image_node() {
    debs nodejs npm ca-certificates
    layer 'nodejs, npm'
    npm_tree /srv/web npm-web.txt
    layer 'node_modules of a web application'
    npm_tree /srv/tools npm-tools.txt
    layer 'node_modules of tools'
    rm -rf "$root"/srv/web/node_modules/{lodash,moment} "$root/srv/tools/node_modules/aws-sdk/dist"
    layer 'removes packages of lower layers'
}
npm_tree() { # npm_tree FOLDER LIST; old releases disagree about their peers
    inside "mkdir -p $1 && cd $1 && npm init -y >/dev/null && npm install --ignore-scripts --legacy-peer-deps --loglevel=error $(words "$2")"
}

image_java() {
    debs openjdk-17-jre-headless ca-certificates
    layer 'a Java runtime'
    debs "$(words debs-java.txt)"
    layer 'Tomcat, Maven, Gradle, Groovy, Scala, JRuby, libraries'
    local war=$scratch/war ear=$scratch/ear apps=$root/opt/apps
    mkdir -p "$war/WEB-INF/lib" "$war/META-INF/maven/org.example/shop" "$ear/META-INF" "$apps"
    find "$root/usr/share/java" "$root/usr/share/maven-repo" -name '*.jar' -type f -size -6M | sort | head -n 150 | xargs cp -t "$war/WEB-INF/lib"
    printf 'Manifest-Version: 1.0\nImplementation-Title: shop\nImplementation-Version: 4.2.1\n' >"$war/META-INF/MANIFEST.MF"
    printf 'groupId=org.example\nartifactId=shop\nversion=4.2.1\n' >"$war/META-INF/maven/org.example/shop/pom.properties"
    printf 'Manifest-Version: 1.0\n' >"$ear/META-INF/MANIFEST.MF"
    (cd "$war" && zip -qr9 "$apps/shop.war" . && zip -qr0 "$apps/shop-stored.war" .)
    cp "$apps/shop.war" "$ear/"
    (cd "$ear" && zip -qr "$apps/suite.ear" .)
    rm -rf "$war" "$ear"
    layer 'a deflated war, a stored one, and an ear around the first'
}

image_large() {
    debs "$(words debs-large.txt)"
    layer 'compilers, headers, TeX, servers, editors'
    inside "pip3 install -q $(words pip-large.txt)"
    layer 'data science, ansible'
    mkdir -p "$root/srv/app"
    cp -r "$root/usr/share/doc" "$root/srv/app/"
    rm -rf "$root"/usr/share/doc/{libboost,texlive}*
    layer 'a copy of all documents; some originals removed'
}

image_rpm() { # rpmbuild and rpm -i, in two layers, so that the second replaces the database of the first
    local list=$scratch/rpm.list define=(--define "_topdir $scratch/rpmbuild" --define "_rpmdir $scratch/rpms" --define 'debug_package %{nil}')
    local row_name epoch version release license
    mkdir -p "$scratch/specs" "$root/etc"
    while read -r row_name epoch version release license; do
        spec "$row_name" "$epoch" "$version" "$release" "$license" >"$scratch/specs/$row_name.spec"
        rpmbuild --quiet -bb --target x86_64 "${define[@]}" --define '_build_id_links none' --define '__os_install_post %{nil}' \
            --define 'AutoReqProv no' "$scratch/specs/$row_name.spec" >/dev/null 2>&1 || stop "rpmbuild could not make $row_name"
    done < <(sed 's/#.*//; /^ *$/d' "$here/contents/rpm.txt")
    find "$scratch/rpms" -name '*.rpm' | sort >"$list"
    printf 'NAME="AlmaLinux"\nID="almalinux"\nID_LIKE="rhel centos fedora"\nVERSION="9.4"\nVERSION_ID="9.4"\nPRETTY_NAME="AlmaLinux 9.4"\n' \
        >"$root/etc/os-release"
    printf "AlmaLinux release 9.4\n" | tee "$root/etc/almalinux-release" >"$root/etc/redhat-release"
    local half=$(($(wc -l <"$list") / 2))
    install_rpms "$(head -n "$half" "$list")"
    layer 'the first half of the packages'
    install_rpms "$(tail -n +"$((half + 1))" "$list")"
    layer 'the second half'
}
install_rpms() {
    # shellcheck disable=SC2086 # one word for each path
    rpm --root "$root" --dbpath /var/lib/rpm --define '_db_backend sqlite' --nodeps --nosignature --noscripts --ignorearch --ignoreos -i $1
}
spec() { # a package of some texts; only what the database says of it is real
    cat <<SPEC
Name: $1
Epoch: $2
Version: $3
Release: $4
License: $5
Summary: $1, as the benchmark makes it
%description
Made for the benchmark.
%install
mkdir -p %{buildroot}/usr/share/doc/$1 %{buildroot}/usr/share/licenses/$1
seq 2000 | sed 's/^/$1 line /' > %{buildroot}/usr/share/doc/$1/README
echo '$5' > %{buildroot}/usr/share/licenses/$1/LICENSE
%files
/usr/share/doc/$1
/usr/share/licenses/$1
SPEC
}

image_apk() {
    python3 "$here/apk_root.py" "$here/contents/apk.txt" "$root"
    layer 'an Alpine root, made up'
}

main "$@"
