using Tocsin.Engine.Watching;
using Tocsin.Scripting.Compiling;

namespace Tocsin.Scripting.Handlers;

/// <summary>The scripts that handlers are: finds, compiles and watches them.</summary>
/// <param name="folder">Where relative paths of scripts begin.</param>
internal sealed class CsharpScripts(string folder, CsxBuilds builds, FileWatch watch, CsxLeftovers leftovers)
{
    public CsxBuilds Builds => builds;

    /// <summary>The script that options of a handler mean.</summary>
    public CsxSource SourceOf(CsharpOptions options) =>
        options.Code.Length > 0 ? CsxSource.OfCode(options.Code, folder) : CsxSource.OfFile(Path.GetFullPath(options.File, folder));

    /// <summary>Compiles a script and keeps it as its files say until it is disposed.</summary>
    /// <param name="log">Is told when another version is in force, or why it is not.</param>
    /// <exception cref="CsxException">It does not compile.</exception>
    public LiveCsx Open(CsxSource source, CsxShape shape, Action<string> log) => new(source, shape, builds, watch, leftovers, log);
}
