using System.Security.Cryptography;
using System.Text;
using Tocsin.Alerting.Configuration.Reading;

namespace Tocsin.Engine.Plugins;

/// <summary>
/// The plugins that may be loaded: a file with a line <c>HASH ID</c> for each, where the hash is that of all files that a plugin is loaded from. It is
/// read again with each load. Immutable.
/// </summary>
/// <param name="file">The file; empty when all plugins may be loaded.</param>
public sealed class PluginTrust(string file)
{
    /// <summary>All may be.</summary>
    public static readonly PluginTrust All = new("");

    private const char Comment = '#';

    /// <summary>The file; empty when all plugins may be loaded.</summary>
    public string File => file;

    /// <summary>The hash of what is in a plugin's folder, SHA-256 in hexadecimal digits: of the names and contents of all files that count.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static string HashOf(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, path) in PluginFiles.In(folder).Select(found => (Name: Path.GetRelativePath(folder, found.FullName).Replace('\\', '/'), Path: found.FullName)).OrderBy(found => found.Name, StringComparer.Ordinal))
        {
            using var content = System.IO.File.OpenRead(path);
            hash.AppendData(Encoding.UTF8.GetBytes(name + "\n"));
            hash.AppendData(SHA256.HashData(content));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>A line of such a file.</summary>
    public static string LineOf(string id, string hash) => $"{hash} {id}";

    /// <summary>The hash and the id that a line of such a file has; null for one that has none.</summary>
    public static (string Hash, string Id)? Read(string line) =>
        line.Split(Comment)[0].Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [var hash, var id] ? (hash, id) : null;

    /// <summary>Why the plugin in a folder may not be loaded; null when it may.</summary>
    /// <param name="folder">What would be loaded; has the plugin's id as its name.</param>
    internal string? WhyNot(string folder)
    {
        if (file.Length == 0)
            return null;
        string[] lines;
        try
        {
            lines = RegularFile.ReadText(file).Split('\n');
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return $"plugins.trust names the list of plugins that may be loaded, and it cannot be read: {problem.Message}";
        }

        var (id, hash) = (Path.GetFileName(folder), HashOf(folder));
        return lines.Select(Read).Any(line => line is { } listed && listed.Id == id && listed.Hash.Equals(hash, StringComparison.OrdinalIgnoreCase))
            ? null
            : $"it is not on the list of plugins.trust, {file}, as it is now: if its files are right, 'tocsin plugins trust {id} --file {file}' adds it; its SHA-256 is {hash}";
    }
}
