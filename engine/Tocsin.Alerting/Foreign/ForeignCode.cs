using System.Buffers;
using System.Security.Cryptography;

namespace Tocsin.Alerting.Foreign;

/// <summary>Code that others wrote and the server runs: a plugin or a C# script.</summary>
/// <param name="Name">What it is called, such as <c>plugin teamchat</c> or <c>script /etc/tocsin/ops.csx</c>.</param>
/// <param name="Version">Changes with its content.</param>
public sealed record ForeignCode(string Name, string Version)
{
    private const int VersionLength = 16;

    /// <summary>The name of a plugin's code.</summary>
    public static string NameOfPlugin(string id) => PluginStart + id;

    /// <summary>How an operator lets a plugin be tried again that is suspended; empty for scripts, which are tried again when they change.</summary>
    internal static string ResumeHint(string name) =>
        name.StartsWith(PluginStart, StringComparison.Ordinal) ? $", or 'tocsin plugins resume {name[PluginStart.Length..]}' to try again" : "";

    /// <summary>The name of a script's code.</summary>
    /// <param name="script">Its path, or what stands for code of a definition.</param>
    public static string NameOfScript(string script) => ScriptStart + script;

    /// <summary>A version made of content.</summary>
    public static string VersionOf(params IEnumerable<byte[]> contents)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var content in contents)
            hash.AppendData(content);
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..VersionLength];
    }

    /// <summary>The same for the content of files, one after the other.</summary>
    public static string VersionOfFiles(IEnumerable<string> paths)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        foreach (var path in paths)
        {
            using var file = File.OpenHandle(path);
            var offset = 0L;
            while (RandomAccess.Read(file, buffer, offset) is > 0 and var read)
            {
                hash.AppendData(buffer, 0, read);
                offset += read;
            }
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..VersionLength];
    }

    private const int BufferLength = 64 * 1024;
    private const string PluginStart = "plugin ";
    private const string ScriptStart = "script ";
}
