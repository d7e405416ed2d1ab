namespace Tocsin.Server.Cli.Care.Examinations;

/// <summary>One thing that was looked at.</summary>
/// <param name="Place">Where it is: a folder, a file with its line, a section.</param>
/// <param name="Message">What was found.</param>
/// <param name="Remedy">What to do; empty when there is nothing to do, or the message says it.</param>
internal sealed record Finding(FindingLevel Level, string Place, string Message, string Remedy = "");
