namespace Tocsin.Server.RuleTests.Coverage;

/// <summary>What tests can reach.</summary>
internal enum CoverageKind
{
    Node,
    ConditionTrue,
    ConditionFalse,
    OperandTrue,
    OperandFalse,
    LevelEntered,
    LevelLeft,
    BranchTaken,
    BranchLeftOut,
    Handler,
    MatchTrue,
    MatchFalse,
}
