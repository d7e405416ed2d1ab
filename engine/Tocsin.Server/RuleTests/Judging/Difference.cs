namespace Tocsin.Server.RuleTests.Judging;

/// <summary>A part of what happened that is not as expected.</summary>
/// <param name="Path">Which part: <c>json.details.host</c>.</param>
internal sealed record Difference(string Path, string Expected, string Actual)
{
    public override string ToString() => $"{Path}: expected {Expected}, is {Actual}";
}
