using Tocsin.Alerting.Configuration;

namespace Tocsin.Server.Loading;

/// <summary>What is wrong with a file of definitions.</summary>
/// <param name="File">The file, or the folder.</param>
/// <param name="Problem">What is wrong; it has no place where the file cannot be read at all.</param>
internal sealed record FileProblem(string File, ConfigProblem Problem);
