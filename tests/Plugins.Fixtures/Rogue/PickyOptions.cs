using Tocsin.Sdk;

namespace Fixtures;

/// <summary>Options whose check fails in its own way.</summary>
[HandlerOptions]
public sealed record PickyOptions : ICheckedOptions
{
    public string Taste { get; init; } = "";

    public IEnumerable<OptionProblem> Check() => throw new OwnException("no taste");
}
