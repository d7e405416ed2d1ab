namespace Tocsin.Alerting.Definitions;

/// <summary>What is wrong with a handler's definition.</summary>
/// <param name="Key">The key to blame: <c>id</c>, <c>topic</c>, <c>kind</c> or <c>delivery</c>.</param>
/// <param name="Message">What is wrong, naming the value.</param>
public sealed record HandlerFault(string Key, string Message);
