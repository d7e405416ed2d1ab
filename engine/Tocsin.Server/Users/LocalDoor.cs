using System.Text.Json;
using Tocsin.Alerting.Storage;

namespace Tocsin.Server.Users;

/// <summary>
/// A file in the data folder that says how the server is reached from this machine, and with which token: whoever may read the folder can read
/// the state and is an administrator anyway. It goes when the server stops.
/// </summary>
internal sealed class LocalDoor : IDisposable
{
    private const string FileName = "local-admin.json";

    private readonly string _path;

    private LocalDoor(string path) => _path = path;

    public static LocalDoor Open(string folder, string url, string token)
    {
        var path = Path.Combine(folder, FileName);
        File.Delete(path);
        using var file = PrivateFile.Open(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        JsonSerializer.Serialize(file, new Dictionary<string, string> { ["url"] = url.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal), ["token"] = token });
        return new LocalDoor(path);
    }

    /// <summary>What a server that runs on a folder says of itself; null when there is none.</summary>
    public static (Uri Url, string Token)? Find(string folder)
    {
        try
        {
            var said = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Path.Combine(folder, FileName)));
            return said is not null && said.TryGetValue("token", out var token) && Uri.TryCreate(said.GetValueOrDefault("url"), UriKind.Absolute, out var url) ? (url, token) : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    public void Dispose() => File.Delete(_path);
}
