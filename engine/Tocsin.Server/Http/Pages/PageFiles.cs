using System.Net.Mime;
using System.Security.Cryptography;
using System.Text;

namespace Tocsin.Server.Http.Pages;

/// <summary>
/// The files of the pages, which are part of the program. All but the first page stand under addresses with a hash of all of them: clients never ask twice
/// for one, and never get one that does not fit the others.
/// </summary>
internal sealed class PageFiles
{
    private const string Prefix = "ui/";
    private const string First = "index.html";
    private const int HashLength = 12;

    private readonly Dictionary<string, PageFile> _files = new(StringComparer.Ordinal);

    private PageFiles(IReadOnlyDictionary<string, byte[]> contents)
    {
        var all = contents.OrderBy(static entry => entry.Key, StringComparer.Ordinal).SelectMany(static entry => Encoding.UTF8.GetBytes(entry.Key).Concat(entry.Value)).ToArray();
        Hash = Convert.ToHexStringLower(SHA256.HashData(all))[..HashLength];
        foreach (var (name, bytes) in contents)
        {
            if (TypeOf(name) is { } type)
                _files[name] = new PageFile(type, bytes, contents.GetValueOrDefault(name + ".br"), contents.GetValueOrDefault(name + ".gz"));
        }

        var page = Encoding.UTF8.GetString(_files[First].Plain).Replace("\"./", $"\"{RouteTable.PagesBase}/@{Hash}/", StringComparison.Ordinal);
        Page = new PageFile(_files[First].ContentType, Encoding.UTF8.GetBytes(page), null, null);
    }

    /// <summary>Names the version of all files.</summary>
    public string Hash { get; }

    /// <summary>The page that all addresses for people show.</summary>
    public PageFile Page { get; }

    public static PageFiles Load()
    {
        var assembly = typeof(PageFiles).Assembly;
        var contents = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames().Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!; // It was listed.
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            contents[name[Prefix.Length..].Replace('\\', '/')] = bytes;
        }

        return new PageFiles(contents);
    }

    /// <summary>A file by its name; null when there is none.</summary>
    public PageFile? Find(string name) => _files.GetValueOrDefault(name);

    // Packed forms are no files of their own.
    private static string? TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => $"{MediaTypeNames.Text.Html}; charset=utf-8",
        ".js" => $"{MediaTypeNames.Text.JavaScript}; charset=utf-8",
        ".css" => $"{MediaTypeNames.Text.Css}; charset=utf-8",
        ".svg" => MediaTypeNames.Image.Svg,
        _ => null,
    };
}
