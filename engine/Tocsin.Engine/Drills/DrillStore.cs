using System.Text.Json;
using Tocsin.Alerting.Storage;

namespace Tocsin.Engine.Drills;

/// <summary>Keeps the drills in a file beside the server's state. To be used by one thread at a time.</summary>
/// <param name="path">Null keeps nothing.</param>
internal sealed class DrillStore(string? path)
{
    /// <exception cref="IOException">The file is there and cannot be read.</exception>
    public IReadOnlyList<DrillRecord> Read()
    {
        if (path is null || !File.Exists(path))
            return [];
        try
        {
            return JsonSerializer.Deserialize<List<DrillRecord>>(File.ReadAllText(path)) ?? [];
        }
        catch (JsonException problem)
        {
            throw new IOException($"{path} does not hold drills: {problem.Message}", problem);
        }
    }

    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(IReadOnlyList<DrillRecord> drills)
    {
        if (path is null)
            return;

        // Replaced whole: a crash leaves the old or the new one.
        using (var file = PrivateFile.Open(path + ".new", FileMode.Create, FileAccess.Write, FileShare.None))
            JsonSerializer.Serialize(file, drills);
        File.Move(path + ".new", path, overwrite: true);
    }
}
