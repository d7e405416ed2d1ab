namespace Tocsin.Sdk;

/// <summary>What is wrong with one option.</summary>
/// <param name="Option">The option's key in kebab case, such as <c>routing-key</c>; empty when the options as a whole are wrong, which is only said once all are given.</param>
/// <param name="Message">What is wrong and the way out. Must not hold a secret.</param>
public sealed record OptionProblem(string Option, string Message);
