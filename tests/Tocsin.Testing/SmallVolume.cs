using System.Diagnostics;

namespace Tocsin.Testing;

/// <summary>A small disk of its own, that goes with the test.</summary>
public sealed class SmallVolume : IDisposable
{
    private static readonly Lazy<string?> Trial = new(Try);

    private readonly string _ballast;

    public SmallVolume(int megabytes)
    {
        Path = Directory.CreateTempSubdirectory("tocsin-volume-").FullName;
        _ballast = System.IO.Path.Combine(Path, "ballast");
        var (code, why) = Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", Path);
        if (code == 0)
            return;
        Directory.Delete(Path);
        throw new InvalidOperationException($"no volume can be mounted: {why}");
    }

    /// <summary>Why there can be none here; null when there can.</summary>
    public static string? WhyNot => Trial.Value;

    public string Path { get; }

    /// <summary>Leaves no room.</summary>
    public void Fill()
    {
        using var file = new FileStream(_ballast, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        foreach (var size in new[] { 1 << 20, 4096 })
        {
            try
            {
                while (true)
                    file.Write(new byte[size]);
            }
            catch (IOException)
            {
                // Full, as far as pieces of this size go.
            }
        }
    }

    /// <summary>Gives back the room that was taken.</summary>
    public void Free() => File.Delete(_ballast);

    public void Dispose()
    {
        _ = Run("umount", "-l", Path);
        Directory.Delete(Path);
    }

    private static string? Try()
    {
        if (!OperatingSystem.IsLinux())
            return "volumes are mounted on Linux only";
        try
        {
            using var volume = new SmallVolume(1);
            return null;
        }
        catch (InvalidOperationException problem)
        {
            return problem.Message;
        }
    }

    private static (int Code, string Errors) Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardError = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start");
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, errors.Trim());
    }
}
