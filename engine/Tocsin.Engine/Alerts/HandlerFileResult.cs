namespace Tocsin.Engine.Alerts;

/// <summary>What a handler file holds.</summary>
/// <param name="Handlers">The handlers that are right, in the order of the file.</param>
/// <param name="Errors">What is wrong: <c>file:line:column: what</c>. Empty when all is well.</param>
public sealed record HandlerFileResult(IReadOnlyList<HandlerSpec> Handlers, IReadOnlyList<string> Errors);
