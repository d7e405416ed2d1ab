namespace Tocsin.Alerting.Isolation;

/// <summary>How the program is started that runs a handler for the server.</summary>
/// <param name="File">The program.</param>
/// <param name="Arguments">What it is given.</param>
public sealed record ChildProgram(string File, IReadOnlyList<string> Arguments);
