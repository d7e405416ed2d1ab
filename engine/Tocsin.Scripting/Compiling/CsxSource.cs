using System.Text;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Foreign;

namespace Tocsin.Scripting.Compiling;

/// <summary>A script to compile: a file, or code that stands in a definition.</summary>
internal sealed record CsxSource
{
    /// <summary>What errors call code of a definition.</summary>
    public const string CodeName = "code";

    /// <summary>The file; null for code of a definition.</summary>
    public string? File { get; private init; }

    /// <summary>The code of a definition; null for a file.</summary>
    public string? Code { get; private init; }

    /// <summary>What errors call it.</summary>
    public string Name => File ?? CodeName;

    /// <summary>Where relative paths of <c>#load</c> and <c>#r</c> begin; a loaded file begins at its own folder.</summary>
    public required string Folder { get; init; }

    /// <param name="path">The full path.</param>
    public static CsxSource OfFile(string path) => new() { File = path, Folder = Path.GetDirectoryName(path) ?? path };

    /// <summary>What the script is called, and which version it is with some text of its own; files that it loads do not count.</summary>
    public ForeignCode NameOf(byte[] text) => new(ForeignCode.NameOfScript(File ?? $"{CodeName} {ForeignCode.VersionOf(text)}"), ForeignCode.VersionOf(text));

    /// <summary>The same as it is now.</summary>
    public ForeignCode NameNow()
    {
        try
        {
            return NameOf(File is null ? Encoding.UTF8.GetBytes(Code ?? "") : RegularFile.ReadBytes(File, RegularFile.MostBytes));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A file that is not there is a version of its own.
            return NameOf([]);
        }
    }

    public static CsxSource OfCode(string code, string folder) => new() { Code = code, Folder = folder };
}
