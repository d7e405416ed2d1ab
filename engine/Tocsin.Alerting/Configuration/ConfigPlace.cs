namespace Tocsin.Alerting.Configuration;

/// <summary>Where a value stands in a file.</summary>
/// <param name="Line">From 1; 0 when the value is all there is, as that of a variable of the environment.</param>
/// <param name="Column">From 1.</param>
public sealed record ConfigPlace(string File, int Line, int Column)
{
    /// <summary><c>services.yaml:4:12</c>, which editors and terminals can jump to.</summary>
    public override string ToString() => Line == 0 ? File : $"{File}:{Line}:{Column}";
}
