namespace Tocsin.Inputs.Intake;

/// <summary>An input cannot be opened. The message says why and what to do.</summary>
public sealed class InputException(string message, Exception? cause = null) : Exception(message, cause);
