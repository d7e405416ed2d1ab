namespace Tocsin.Alerting.Definitions;

/// <summary>Why a handler was refused.</summary>
/// <param name="Message">What is wrong, ready to be shown: <c>failed to create handler: …</c>.</param>
public sealed record HandlerError(HandlerErrorKind Kind, string Message);
