using System.Text.Json;

namespace Tocsin.Alerting.Crashes;

/// <summary>What is remembered of deaths of the process, in a file that is replaced whole.</summary>
internal sealed record CrashRecord
{
    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true };

    public IReadOnlyList<Strike> Strikes { get; init; } = [];

    public IReadOnlyList<Suspension> Suspensions { get; init; } = [];

    /// <summary>What the file says; nothing when it says nothing that is understood.</summary>
    public static CrashRecord Read(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<CrashRecord>(File.ReadAllBytes(path)) ?? new CrashRecord() : new CrashRecord();
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            // What killed the process does it again, and is written down again.
            return new CrashRecord();
        }
    }

    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(string path)
    {
        if (Strikes.Count + Suspensions.Count == 0)
        {
            File.Delete(path);
            return;
        }

        File.WriteAllBytes(path + ".new", JsonSerializer.SerializeToUtf8Bytes(this, Pretty));
        File.Move(path + ".new", path, overwrite: true);
    }
}
