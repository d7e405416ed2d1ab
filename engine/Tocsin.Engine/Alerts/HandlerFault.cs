namespace Tocsin.Engine.Alerts;

/// <summary>What is wrong with a handler's definition.</summary>
/// <param name="Key">The key to blame: <c>id</c>, <c>topic</c> or <c>kind</c>.</param>
/// <param name="Message">What is wrong, naming the value.</param>
public sealed record HandlerFault(string Key, string Message);
