namespace Tocsin.Alerting.Configuration;

/// <summary>What is wrong with a configured value.</summary>
/// <param name="Message">Names the key, its value and the way out; never a secret.</param>
/// <param name="Place">Where it stands; null when it came from no file.</param>
/// <param name="IsWarning">True when the server can run with it.</param>
public sealed record ConfigProblem(string Message, ConfigPlace? Place = null, bool IsWarning = false)
{
    /// <summary>The option the problem is about, when it is about one; null otherwise.</summary>
    public string? Option { get; init; }

    /// <summary>True for a key that nobody reads, see <see cref="UnknownKeys"/>.</summary>
    public bool IsOfUnknownKey { get; init; }

    public override string ToString() => Place is null ? Message : $"{Place}: {Message}";
}
