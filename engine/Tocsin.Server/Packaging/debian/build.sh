#!/usr/bin/env bash
# Makes the Debian package of the server: tocsin_VERSION_ARCHITECTURE.deb.
#
#   build.sh [--version VERSION] [--architecture amd64|arm64] [--from FOLDER] [--out FOLDER]
#
# Without --from the server is published for the architecture first, with .NET in it, so that the package needs no other.
# COMPRESSION: xz, the default, or what else dpkg-deb -Z takes.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
server=$(cd "$here/../.." && pwd)

version= architecture=amd64 from= out=.
while [ $# -gt 0 ]; do
    case $1 in
        --version) version=$2 ;;
        --architecture) architecture=$2 ;;
        --from) from=$2 ;;
        --out) out=$2 ;;
        *) echo "build.sh: unknown argument '$1'" >&2; exit 2 ;;
    esac
    shift 2
done
case $architecture in
    amd64) runtime=linux-x64 ;;
    arm64) runtime=linux-arm64 ;;
    *) echo "build.sh: there is no package for '$architecture': amd64 or arm64" >&2; exit 2 ;;
esac
[ -n "$version" ] || version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' "$server/../../Directory.Build.props")

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
mkdir -p "$root/DEBIAN" "$root/usr/lib" "$root/usr/bin" "$root/usr/lib/systemd/system" "$root/etc/tocsin/load" \
    "$root/usr/share/doc/tocsin" "$root/usr/share/bash-completion/completions"

if [ -z "$from" ]; then
    from=$work/published
    dotnet publish "$server" --configuration Release --runtime "$runtime" --self-contained --output "$from" -p:Version="$version" --verbosity quiet --nologo
fi
[ -x "$from/tocsin" ] || { echo "build.sh: $from has no program 'tocsin': give what dotnet publish wrote" >&2; exit 1; }

cp -R "$from" "$root/usr/lib/tocsin"
ln -s ../lib/tocsin/tocsin "$root/usr/bin/tocsin"
cp "$here/tocsin.service" "$root/usr/lib/systemd/system/"
cp "$here/tocsin.yaml" "$root/etc/tocsin/"
mkdir "$root/etc/tocsin/load/tasks" "$root/etc/tocsin/load/templates" "$root/etc/tocsin/load/handlers" "$root/etc/tocsin/load/sources"
# Asked when somebody completes a line for the first time, so that it fits the program that is installed.
echo 'source <(tocsin completion bash)' > "$root/usr/share/bash-completion/completions/tocsin"
{
    echo "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/"
    echo
    echo "Files: *"
    echo "Copyright: $(sed -n 's/^Copyright (c) //p' "$server/../../LICENSE")"
    echo "License: Expat"
    sed -e '1,4d' -e 's/^$/./' -e 's/^/ /' "$server/../../LICENSE"
} > "$root/usr/share/doc/tocsin/copyright"
cp "$server/../../docs/third-party.md" "$root/usr/share/doc/tocsin/third-party.md"
gzip -9n < "$server/../../CHANGELOG.md" > "$root/usr/share/doc/tocsin/changelog.gz"

cp "$here/postinst" "$here/prerm" "$here/postrm" "$root/DEBIAN/"
chmod 755 "$root/DEBIAN/postinst" "$root/DEBIAN/prerm" "$root/DEBIAN/postrm"
echo /etc/tocsin/tocsin.yaml > "$root/DEBIAN/conffiles"
size=$(du -sk --apparent-size "$root" | cut -f1)
sed -e "s/@VERSION@/$version/" -e "s/@ARCHITECTURE@/$architecture/" -e "s/@SIZE@/$size/" "$here/control" > "$root/DEBIAN/control"
find "$root" -type d -exec chmod 755 {} +
find "$root/usr" "$root/etc" -type f -exec chmod 644 {} +
find "$root/usr/lib/tocsin" -type f \( -name tocsin -o -name createdump \) -exec chmod 755 {} +

mkdir -p "$out"
dpkg-deb --root-owner-group "-Z${COMPRESSION:-xz}" --build "$root" "$out/tocsin_${version}_$architecture.deb"
