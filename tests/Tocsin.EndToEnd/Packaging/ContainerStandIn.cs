using System.Diagnostics;

namespace Tocsin.EndToEnd.Packaging;

/// <summary>Runs programs of an image as a runtime of containers does: as its user, with a root that is read-only but for a volume and <c>/tmp</c>.</summary>
internal sealed class ContainerStandIn(string root, string volume, ImageConfig config)
{
    // The mounts are seen by this process alone, and go with it.
    private const string Enter = """
        set -e
        mount --bind "$1" "$1"
        mount --bind "$2" "$1/home/app"
        mount -t tmpfs tmpfs "$1/tmp"
        mount --rbind /dev "$1/dev"
        mount --rbind /proc "$1/proc"
        mount -o remount,bind,ro "$1"
        user=$3 root=$1
        shift 3
        exec chroot --userspec="$user:$user" "$root" "$@"
        """;

    /// <summary>Starts the program of the image with these arguments.</summary>
    public Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("unshare", ["--mount", "sh", "-c", Enter, "sh", root, volume, config.User, .. config.Entrypoint, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var path = start.Environment["PATH"];
        start.Environment.Clear();
        foreach (var (name, value) in config.Variables)
            start.Environment[name] = value;
        start.Environment["PATH"] = path;
        return Process.Start(start) ?? throw new InvalidOperationException("unshare does not start");
    }
}
