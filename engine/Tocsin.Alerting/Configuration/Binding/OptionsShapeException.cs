namespace Tocsin.Alerting.Configuration.Binding;

/// <summary>A class that is to hold options, or a handler, is not written as it must be: its author's mistake, not its user's.</summary>
/// <param name="message">What is wrong, naming class and member.</param>
public sealed class OptionsShapeException(string message) : Exception(message);
