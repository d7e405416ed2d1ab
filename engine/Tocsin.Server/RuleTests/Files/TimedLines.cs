namespace Tocsin.Server.RuleTests.Files;

/// <summary>Lines that are written at the same moment.</summary>
/// <param name="UnixNanoseconds">When; null for the time that it is then.</param>
/// <param name="After">How long after the beginning of the step, when there is no time.</param>
/// <param name="Text">The lines.</param>
internal sealed record TimedLines(long? UnixNanoseconds, TimeSpan After, string Text);
