using Tocsin.Alerting.Configuration;

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

    /// <summary>What is wrong, one by one.</summary>
    public IReadOnlyList<ConfigProblem> Problems { get; } = problems;
}
