using Tocsin.Sdk;

namespace Tocsin.Alerting.Storage.Rows;

/// <summary>Somebody takes care of an alert.</summary>
/// <param name="Level">The level it had then: a higher one is news, and ends the acknowledgement.</param>
/// <param name="At">Since when.</param>
/// <param name="By">Who; empty when nobody is named.</param>
/// <param name="System">Where that was said.</param>
/// <param name="Text">What else was said; may be empty.</param>
public sealed record Acknowledgement(AlertLevel Level, DateTimeOffset At, string By, string System, string Text);
