using Tocsin.Sdk;

namespace Tocsin.Plugins.SnmpTrap;

/// <summary>What one trap says.</summary>
[HandlerOptions]
internal sealed record SnmpTrapOptions : ICheckedOptions
{
    /// <summary>The object identifier that names the trap, <c>1.3.6.1.4.1.8072.9999.1</c>.</summary>
    [Destination]
    [ScriptProperty("trapOid", IsArgument = true)]
    public required string TrapOid { get; init; }

    /// <summary>The data that the trap carries.</summary>
    [ScriptProperty("data")]
    public IReadOnlyList<SnmpData> DataList { get; init; } = [];

    public IEnumerable<OptionProblem> Check()
    {
        if (TrapOid.Length == 0)
            yield return new OptionProblem("trap-oid", "you must supply a trap Oid, such as 1.3.6.1.4.1.8072.9999.1");
        else if (!ObjectId.IsValid(TrapOid))
            yield return new OptionProblem("trap-oid", $"'{TrapOid}' isn't an object identifier: write numbers with dots between, such as 1.3.6.1.4.1.8072.9999.1");
    }
}
