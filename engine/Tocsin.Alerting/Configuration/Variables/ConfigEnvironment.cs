namespace Tocsin.Alerting.Configuration.Variables;

/// <summary>The variables of the environment that definitions are read with, as a setting of scripts.</summary>
/// <param name="ValueOf">Answers variables; null when one is not set.</param>
public sealed record ConfigEnvironment(Func<string, string?> ValueOf);
