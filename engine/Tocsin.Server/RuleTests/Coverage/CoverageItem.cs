namespace Tocsin.Server.RuleTests.Coverage;

/// <summary>Something that tests can reach.</summary>
/// <param name="Source">The script, or the file or folder that names the handlers.</param>
/// <param name="Offset">Where it stands in the script; -1 for what stands in none.</param>
/// <param name="Length">How long it is there; 0 for what is no part of the text.</param>
/// <param name="Name">Its node, handler, level or branch; empty for what its text says.</param>
internal readonly record struct CoverageItem(string Source, CoverageKind Kind, int Offset, int Length, string Name)
{
    /// <summary>What is said of it when no test has reached it.</summary>
    /// <param name="text">Its text in the script.</param>
    public string WhenMissing(string text) => Kind switch
    {
        CoverageKind.Node => $"no data reaches {Name}",
        CoverageKind.ConditionTrue => $"never TRUE: {text}",
        CoverageKind.ConditionFalse => $"never FALSE: {text}",
        CoverageKind.OperandTrue => $"never decides by being TRUE: {text}",
        CoverageKind.OperandFalse => $"never decides by being FALSE: {text}",
        CoverageKind.LevelEntered => $"{Name} is never entered",
        CoverageKind.LevelLeft => $"{Name} is never left",
        CoverageKind.BranchTaken => $"{Name} is never taken",
        CoverageKind.BranchLeftOut => $"{Name} is never left out",
        CoverageKind.Handler => $"handler {Name} is never called",
        CoverageKind.MatchTrue => $"the match of {Name} never holds",
        _ => $"the match of {Name} never fails to hold",
    };
}
