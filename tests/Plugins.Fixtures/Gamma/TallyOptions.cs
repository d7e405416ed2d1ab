using Tocsin.Sdk.Functions;

namespace Fixtures;

[FunctionOptions]
public sealed record TallyOptions
{
    /// <summary>What each value counts. Default 1.</summary>
    public double Factor { get; init; } = 1;
}
