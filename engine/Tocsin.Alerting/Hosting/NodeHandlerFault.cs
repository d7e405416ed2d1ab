using Tocsin.Dsl.Syntax;

namespace Tocsin.Alerting.Hosting;

/// <summary>Why a handler of an alert node cannot be made.</summary>
/// <param name="Message">Names the node and the kind.</param>
/// <param name="Span">Where the script attaches the handler.</param>
public sealed record NodeHandlerFault(string Message, TextSpan Span);
