namespace Tocsin.Dsl.Syntax.Parsing;

/// <summary>How much is told: enough for any person; garbage must not cost time and memory for more.</summary>
internal static class ReportLimit
{
    /// <summary>Mistakes of one sort in one script.</summary>
    public const int EachSort = 100;
}
