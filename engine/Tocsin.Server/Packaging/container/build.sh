#!/usr/bin/env bash
# Makes the image of the server where registries of others cannot be reached, or should not be: tocsin.tar, as 'docker load' takes it.
#
#   build.sh [--version VERSION] [--architecture amd64|arm64] [--out FOLDER] [-p:NAME=VALUE …]
#
# It is the image of 'dotnet publish -t:PublishContainer' on another base: the few packages of this Debian or Ubuntu that .NET needs, without a shell,
# which apt-get fetches and the SDK is handed by a registry on this machine. What begins with '-p:' is passed on to dotnet.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
server=$(cd "$here/../.." && pwd)

version= architecture=$(dpkg --print-architecture) out=. options=()
while [ $# -gt 0 ]; do
    case $1 in
        --version) version=$2; shift ;;
        --architecture) architecture=$2; shift ;;
        --out) out=$2; shift ;;
        -p:*) options+=("$1") ;;
        *) echo "build.sh: unknown argument '$1'" >&2; exit 2 ;;
    esac
    shift
done
case $architecture in
    amd64) runtime=linux-x64 ;;
    arm64) runtime=linux-arm64 ;;
    *) echo "build.sh: there is no image for '$architecture': amd64 or arm64" >&2; exit 2 ;;
esac
[ -z "$version" ] || options+=("-p:Version=$version")

# Left by a build that runs this, they would point to its files.
unset ${!MSBUILD@}

work=$(mktemp -d)
registry=
trap '[ -z "$registry" ] || kill "$registry" 2>/dev/null || true; rm -rf "$work"' EXIT

# Releases since 2024 call the library of TLS otherwise.
tls=libssl3t64
apt-cache show "libssl3t64:$architecture" >/dev/null 2>&1 || tls=libssl3
mkdir "$work/packages"
fetch() {
    (cd "$work/packages" && apt-get download -q "libc6:$architecture" "libgcc-s1:$architecture" "libstdc++6:$architecture" "$tls:$architecture" \
        "zlib1g:$architecture" "libzstd1:$architecture" ca-certificates tzdata) >"$work/log" 2>&1
}
fetch || { apt-get update -q >/dev/null 2>&1 && fetch; } ||
    { cat "$work/log" >&2; echo "build.sh: the packages of the base could not be fetched: apt-get update as root, and for another architecture dpkg --add-architecture $architecture before it" >&2; exit 1; }

root=$work/root
mkdir -p "$root/usr/lib" "$root/usr/lib64" "$root/etc/ssl/certs" "$root/usr/lib/ssl" "$root/home/app" "$root/tmp"
ln -s usr/lib "$root/lib"
ln -s usr/lib64 "$root/lib64"
for package in "$work"/packages/*.deb; do
    dpkg-deb --fsys-tarfile "$package" | tar -x -C "$root" --no-same-owner --keep-directory-symlink --wildcards \
        --exclude='./usr/share/doc/*/changelog*' --exclude='./usr/share/man' --exclude='./usr/share/lintian' --exclude='./usr/lib/*/gconv' --exclude='./usr/sbin' \
        --exclude='./usr/share/zoneinfo/right'
done
cat "$root"/usr/share/ca-certificates/mozilla/*.crt > "$root/etc/ssl/certs/ca-certificates.crt"
ln -s ../../../etc/ssl/certs "$root/usr/lib/ssl/certs"
ln -s ../../../etc/ssl/certs/ca-certificates.crt "$root/usr/lib/ssl/cert.pem"
echo 'root:x:0:0::/root:/sbin/nologin
app:x:1654:1654::/home/app:/sbin/nologin' > "$root/etc/passwd"
echo 'root:x:0:
app:x:1654:' > "$root/etc/group"
chmod 1777 "$root/tmp"

coproc python3 "$here/registry.py" "$root" "$architecture"
registry=$COPROC_PID
read -r base <&"${COPROC[0]}"

mkdir -p "$out"
archive=$(cd "$out" && pwd)/tocsin.tar
dotnet publish "$server" --configuration Release --runtime "$runtime" --self-contained -t:PublishContainer -p:ContainerBaseImage="$base" -p:ContainerGenerateLabelsImageBaseName=false \
    -p:ContainerArchiveOutputPath="$archive" "${options[@]}" --verbosity quiet --nologo
echo "$archive"
