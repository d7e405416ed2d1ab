namespace Tocsin.Dsl.Syntax;

/// <summary>How grave a diagnostic is.</summary>
public enum Severity
{
    /// <summary>The script runs as the author of its engine of origin knows it, but likely not as its own author thinks.</summary>
    Warning,

    /// <summary>The script is refused.</summary>
    Error,
}
