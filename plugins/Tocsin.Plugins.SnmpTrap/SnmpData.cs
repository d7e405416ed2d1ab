using Tocsin.Sdk;

namespace Tocsin.Plugins.SnmpTrap;

/// <summary>One value of a trap.</summary>
internal sealed record SnmpData : ICheckedOptions
{
    private static readonly string[] Types = ["c", "i", "n", "s", "t"];

    /// <summary>The object identifier of the value.</summary>
    public required string Oid { get; init; }

    /// <summary>What it is: <c>c</c> a counter of 64 bits, <c>i</c> an integer, <c>n</c> nothing, <c>s</c> a text, <c>t</c> time ticks.</summary>
    public required string Type { get; init; }

    /// <summary>The value, a template.</summary>
    public EventTemplate Value { get; init; } = "";

    public IEnumerable<OptionProblem> Check()
    {
        if (!ObjectId.IsValid(Oid))
            yield return new OptionProblem("oid", $"'{Oid}' isn't an object identifier: write numbers with dots between, such as 1.3.6.1.4.1.8072.9999.2");
        if (!Types.Contains(Type))
            yield return new OptionProblem("type", $"unsupported data type '{Type}' for data entry '{Oid}': write c (counter), i (integer), n (null), s (string) or t (time ticks)");
    }
}
