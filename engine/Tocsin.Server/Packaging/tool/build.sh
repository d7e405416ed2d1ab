#!/usr/bin/env bash
# Makes the package of the server as a .NET tool: Tocsin.VERSION.nupkg, for all systems that have .NET.
#
#   build.sh [--version VERSION] [--from FOLDER] [--out FOLDER]
#
# Without --from the server is published first, for all systems and without .NET in it. The SDK's own way, PackAsTool, would have every plugin be
# a reference of the program; what was published has them where the program looks for them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
server=$(cd "$here/../.." && pwd)

version= from= out=.
while [ $# -gt 0 ]; do
    case $1 in
        --version) version=$2 ;;
        --from) from=$2 ;;
        --out) out=$2 ;;
        *) echo "build.sh: unknown argument '$1'" >&2; exit 2 ;;
    esac
    shift 2
done
[ -n "$version" ] || version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' "$server/../../Directory.Build.props")

# Left by a build that runs this, they would point to its files.
unset ${!MSBUILD@}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ -z "$from" ]; then
    from=$work/published
    dotnet publish "$server" --configuration Release --output "$from" -p:AllPlatforms=true -p:UseAppHost=false -p:Version="$version" --verbosity quiet --nologo
fi
[ -f "$from/tocsin.dll" ] || { echo "build.sh: $from has no 'tocsin.dll': give what dotnet publish wrote" >&2; exit 1; }
mkdir -p "$out"
out=$(cd "$out" && pwd)
from=$(cd "$from" && pwd)

cat > "$work/DotnetToolSettings.xml" <<'XML'
<?xml version="1.0" encoding="utf-8"?>
<DotNetCliTool Version="1">
  <Commands>
    <Command Name="tocsin" EntryPoint="tocsin.dll" Runner="dotnet" />
  </Commands>
</DotNetCliTool>
XML
cat > "$work/Tocsin.nuspec" <<XML
<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
  <metadata>
    <id>Tocsin</id>
    <version>$version</version>
    <authors>The Tocsin authors</authors>
    <license type="expression">MIT</license>
    <description>The alert engine Tocsin: the server, and the command line that talks to one.</description>
    <packageTypes>
      <packageType name="DotnetTool" />
    </packageTypes>
  </metadata>
  <files>
    <file src="DotnetToolSettings.xml" target="tools/net10.0/any/" />
    <file src="$from/**" target="tools/net10.0/any/" exclude="$from/**/*.pdb" />
  </files>
</package>
XML
cat > "$work/Tocsin.csproj" <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <NuspecFile>Tocsin.nuspec</NuspecFile>
    <NuspecBasePath>$(MSBuildThisFileDirectory)</NuspecBasePath>
    <NoWarn>$(NoWarn);NU5100;NU5110;NU5111;NU5123;NU5128</NoWarn>
    <NuGetAudit>false</NuGetAudit>
  </PropertyGroup>
</Project>
XML
dotnet pack "$work/Tocsin.csproj" --configuration Release --output "$out" -p:NoBuild=true --verbosity quiet --nologo
echo "$out/Tocsin.$version.nupkg"
