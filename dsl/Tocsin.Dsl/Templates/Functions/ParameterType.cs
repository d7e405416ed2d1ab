namespace Tocsin.Dsl.Templates.Functions;

/// <summary>What a function or method takes in one place.</summary>
internal enum ParameterType
{
    /// <summary>Any value, nothing included.</summary>
    Any,
    String,
    Int,
    Int64,
    Duration,
    Instant,
}
