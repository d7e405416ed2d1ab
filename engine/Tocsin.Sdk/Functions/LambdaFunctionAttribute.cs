namespace Tocsin.Sdk.Functions;

/// <summary>
/// Makes a static method a function of lambdas: <c>lambda: celsius("f") > 30.0</c>. It takes up to four arguments of the types
/// <see cref="double"/>, <see cref="long"/>, <see cref="bool"/>, <see cref="string"/>, <see cref="TimeSpan"/> (a duration) and
/// <see cref="DateTimeOffset"/> (a time), and returns one of these. Nothing is converted: a method for <see cref="double"/> does not take
/// an int. Methods with one name and different arguments are one function. What a method throws fails that evaluation alone; any thread
/// may call it, several at once.
/// </summary>
/// <param name="name">As scripts write it: a letter, then letters, digits and underscores. No built-in function may have it.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LambdaFunctionAttribute(string name) : Attribute
{
    /// <summary>As scripts write it.</summary>
    public string Name { get; } = name;

    /// <summary>
    /// True when equal arguments give equal results for ever: a result for the tags of a series may then be kept for all its points.
    /// Default: false, the method is called for each point.
    /// </summary>
    public bool IsPure { get; init; }
}
