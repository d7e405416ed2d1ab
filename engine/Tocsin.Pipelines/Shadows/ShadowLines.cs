using System.Text;
using System.Text.Json;

namespace Tocsin.Pipelines.Shadows;

/// <summary>What a file of a comparison does not hold yet.</summary>
/// <param name="Path">The file.</param>
/// <param name="Header">What a file that is written from its beginning begins with; null for one that goes on.</param>
/// <param name="Changes">The changes, in their order.</param>
internal sealed record ShadowLines(string Path, ShadowHeader? Header, IReadOnlyList<ShadowChange> Changes)
{
    /// <summary>The lines as the file has them.</summary>
    public string Text()
    {
        var text = new StringBuilder();
        if (Header is not null)
            text.Append(JsonSerializer.Serialize(Header)).Append('\n');
        foreach (var change in Changes)
            text.Append(JsonSerializer.Serialize(change)).Append('\n');
        return text.ToString();
    }

    /// <summary>Writes them.</summary>
    public static async Task WriteAsync(ShadowLines lines)
    {
        if (lines.Header is null)
        {
            await File.AppendAllTextAsync(lines.Path, lines.Text()).ConfigureAwait(false);
            return;
        }

        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(lines.Path)!); // It is a file in a folder.
        await File.WriteAllTextAsync(lines.Path, lines.Text()).ConfigureAwait(false);
    }
}
