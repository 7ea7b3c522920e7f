"""System tools and libraries, programs for media, browsers."""

from mooring.packages.binary.classifiers.classifier import Classifier, near

_FFMPEG = rb"version n?(\d+\.\d+(?:\.\d+)?)"
_OPENSSL_DATE = rb" {1,2}\d{1,2} [A-Z][a-z]{2} 20\d\d"

TOOLS = (
    Classifier(
        name="busybox",
        files=r"busybox(?:\.(?:static|shared|suid|nosuid))?",
        signatures=(near(b"BusyBox v", rb"BusyBox v(\d+\.\d+\.\d+)"),),
        cpes=("busybox:busybox",),
    ),
    Classifier(
        name="util-linux",
        files=r"getopt|mount|umount|lsblk|fdisk|losetup|nsenter|unshare|dmesg",
        signatures=(near(b"util-linux ", rb"\x00util-linux (\d+\.\d+(?:\.\d+)?(?:-rc\d)?)\x00", before=1),),
        cpes=("kernel:util-linux",),
    ),
    Classifier(
        name="bash",
        files=r"bash(?:\d[\d.]*)?|bash-static",
        signatures=(near(b"@(#)Bash version ", rb"Bash version (\d+\.\d+\.\d+)\("),),
        cpes=("gnu:bash",),
    ),
    Classifier(
        name="openssl",
        files=r"openssl(?:\.exe)?|lib(?:crypto|ssl)(?:\.so[\d.]*|[-\d.]*\.dylib)",
        signatures=(
            near(
                b"OpenSSL ",
                rb"OpenSSL (\d+\.\d+\.\d+[a-z]{0,2}(?:-(?:alpha|beta|pre)\d{1,2})?)(?:-fips)?" + _OPENSSL_DATE,
            ),
        ),
        cpes=("openssl:openssl",),
    ),
    Classifier(
        name="aws-lc",
        files=r"openssl|bssl|libcrypto[\w-]*\.so[\d.]*",
        signatures=(near(b"AWS-LC ", rb"AWS-LC (?:FIPS )?(\d+\.\d+\.\d+)"),),
        cpes=("amazon:aws-lc",),
    ),
    Classifier(
        name="openldap",
        files=r"slapd|lib(?:ldap|lber)[-_\w.]*\.so[\d.]*|ldap(?:search|modify|add|delete|whoami)",
        signatures=(near(b"$OpenLDAP: ", rb"\$OpenLDAP: [^ \x00]{1,40} (\d+\.\d+\.\d+)"),),
        cpes=("openldap:openldap",),
    ),
    Classifier(
        name="krb5",
        files=r"libkrb5(?:support)?\.so[\d.]*|krb5kdc|kadmind|kinit|klist",
        signatures=(near(b"KRB5_BRAND: krb5-", rb"krb5-(\d+\.\d+(?:\.\d+)?)"),),
        cpes=("mit:kerberos_5",),
    ),
    Classifier(
        name="heimdal",
        files=r"libkrb5\.so[\d.]*|kinit(?:\.heimdal)?|kdc|kadmind|klist\.heimdal|libheimbase\.so[\d.]*",
        signatures=(near(b"Heimdal ", rb"Heimdal (\d+\.\d+(?:\.\d+)?)\b"),),
        cpes=("heimdal_project:heimdal",),
    ),
    Classifier(
        name="curl",
        files=r"curl(?:\.exe)?",
        signatures=(near(b"curl/", rb"curl/(\d+\.\d+\.\d+)"), near(b"curl ", rb"curl (\d+\.\d+\.\d+) \(")),
        cpes=("haxx:curl",),
    ),
    Classifier(
        name="libcurl",
        files=r"libcurl(?:-gnutls|-nss)?(?:\.so[\d.]*|[\d.]*\.dylib)",
        signatures=(near(b"libcurl ", rb"libcurl (\d+\.\d+\.\d+)"), near(b"libcurl/", rb"libcurl/(\d+\.\d+\.\d+)")),
        cpes=("haxx:libcurl", "haxx:curl"),
    ),
    Classifier(
        name="zstd",
        files=r"zstd(?:mt)?",
        signatures=(
            near(b"Zstandard CLI", rb"\x00v(\d+\.\d+\.\d+)\x00", before=100, after=100),
            near(b"\0v1.", rb"\x00v(1\.\d+\.\d+)\x00"),
        ),
        cpes=("facebook:zstandard",),
    ),
    Classifier(
        name="xz",
        files=r"xz|xzdec|lzmadec",
        signatures=(near(b"(XZ Utils) ", rb"\(XZ Utils\) (\d+\.\d+\.\d+(?:alpha|beta)?)"),),
        cpes=("tukaani:xz",),
    ),
    Classifier(
        name="gzip",
        files=r"gzip",
        signatures=(near(b"\0001.", rb"\x00(1\.\d{1,2})\x00", after=4),),
        cpes=("gnu:gzip",),
    ),
    Classifier(
        name="jq",
        files=r"jq",
        signatures=(
            near(b"jq-1.", rb"jq-(1\.\d+(?:\.\d+)?)"),
            near(b"\0001.", rb"\x00(1\.\d{1,2}(?:\.\d{1,2})?(?:rc\d)?)\x00", after=12),
        ),
        cpes=("jqlang:jq",),
    ),
    Classifier(
        name="ffmpeg",
        files=r"ff(?:mpeg|probe|play)|lib(?:avcodec|avformat|avutil|avfilter|avdevice|swresample|swscale|postproc)\.so[\d.]*",
        signatures=(near(b"FFmpeg version ", _FFMPEG), near(b"%s version ", _FFMPEG)),
        cpes=("ffmpeg:ffmpeg",),
    ),
    Classifier(
        name="qtbase",
        files=r"libQt[56]Core\.so[\d.]*|Qt[56]Core\.dll",
        signatures=(near(b"Qt ", rb"Qt (\d+\.\d+\.\d+) \("),),
        cpes=("qt:qtbase", "qt:qt"),
    ),
    Classifier(
        name="chrome",
        files=r"chrome|chromium|headless_shell|chrome-headless-shell",
        signatures=(
            near(b"\0chrome\0", rb"\x00(\d{2,3}\.0\.\d{4,5}\.\d{1,3})\x00chrome\x00", before=24, after=0),
            near(b"\0Default", rb"\x00(\d{2,3}\.0\.\d{4,5}\.\d{1,3})\x00Default", before=24, after=0),
        ),
        cpes=("google:chrome",),
    ),
    Classifier(
        name="firefox",
        files=r"firefox(?:-esr|-bin)?",
        signatures=(
            near(b"&buildid=", rb"&version=(\d+\.\d+(?:\.\d+)?(?:esr|[ab]\d+)?)&buildid=", before=40),
            near(b"_trywrlock failed)", rb"\x00(\d{2,3}\.\d+(?:\.\d+)?(?:[ab]\d+)?)\x00", after=60),
        ),
        cpes=("mozilla:firefox",),
    ),
    Classifier(
        name="tor",
        files=r"tor",
        signatures=(near(b"(on Tor ", rb"on Tor (\d+\.\d+\.\d+\.\d+)"),),
        cpes=("torproject:tor",),
    ),
)
