namespace Tocsin.Pipelines.Data.LineProtocol;

/// <summary>A line that could not be read.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in bytes.</param>
/// <param name="Reason">What is wrong and what would be right.</param>
public sealed record LineError(int Line, int Column, string Reason)
{
    /// <summary>True when a text has no end: with the lines that follow, the point might be whole.</summary>
    internal bool IsOpenText { get; init; }

    public override string ToString() => $"line {Line} char {Column}: {Reason}";
}
