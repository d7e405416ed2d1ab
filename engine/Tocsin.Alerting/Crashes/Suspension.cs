using Tocsin.Alerting.Foreign;

namespace Tocsin.Alerting.Crashes;

/// <summary>Something foreign that is left alone until somebody resumes it or replaces it.</summary>
/// <param name="What">As in <see cref="Mark"/>.</param>
/// <param name="Code">The code that is left alone; null when a person chose what, whatever its code.</param>
/// <param name="Reason">Why, and the way out.</param>
internal sealed record Suspension(string What, ForeignCode? Code, string Reason);
