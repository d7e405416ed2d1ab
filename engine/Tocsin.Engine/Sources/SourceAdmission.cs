namespace Tocsin.Engine.Sources;

/// <summary>What became of a request before its body was read.</summary>
public sealed class SourceAdmission
{
    internal SourceAdmission(IReadOnlyList<Source> candidates, int mostBytes)
    {
        Candidates = candidates;
        MostBytes = mostBytes;
    }

    internal SourceAdmission(SourceAnswer refusal)
    {
        Candidates = [];
        Refusal = refusal;
    }

    /// <summary>The answer of a request whose body nobody wants; null when it may go on.</summary>
    public SourceAnswer? Refusal { get; }

    /// <summary>The largest body that is taken, in bytes.</summary>
    public int MostBytes { get; }

    /// <summary>The sources whose credentials the request has.</summary>
    internal IReadOnlyList<Source> Candidates { get; }
}
