namespace Tocsin.Server.RuleTests.Mutations;

/// <summary>What became of a mutant.</summary>
internal enum MutantOutcome
{
    /// <summary>A test failed, as it should.</summary>
    Noticed,

    /// <summary>All tests passed.</summary>
    Unnoticed,

    /// <summary>It is no script that a server takes.</summary>
    Unusable,

    /// <summary>There was no time for it.</summary>
    Untried,
}
