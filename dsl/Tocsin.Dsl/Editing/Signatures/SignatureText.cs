namespace Tocsin.Dsl.Editing.Signatures;

/// <summary>One way to call something.</summary>
/// <param name="Label">All of it: <c>.crit(condition lambda)</c>.</param>
/// <param name="Parameters">The parts of the label that are parameters.</param>
/// <param name="Documentation">What there is to read of it, as Markdown.</param>
public sealed record SignatureText(string Label, IReadOnlyList<string> Parameters, string Documentation);
