using Tocsin.Alerting.Configuration;
using Tocsin.Engine.Watching;

namespace Tocsin.Server.Loading;

/// <summary>A file or folder of definitions cannot be used; the message is all that people see.</summary>
/// <param name="problems">What is wrong and the way out, with the places.</param>
internal sealed class FileException(IReadOnlyList<ConfigProblem> problems) : Exception(string.Join('\n', problems))
{
    /// <param name="message">What is wrong and the way out.</param>
    public FileException(string message)
        : this([new ConfigProblem(message)])
    {
    }

    /// <summary>Says that files do not come to rest.</summary>
    /// <param name="files">The files in words.</param>
    public static FileException NotAtRest(string files) =>
        new($"{files} written again and again for {FilesAtRest.Patience.TotalSeconds:0} s: nothing is applied; load again when that is over");

    /// <summary>What is wrong, one by one.</summary>
    public IReadOnlyList<ConfigProblem> Problems { get; } = problems;
}
