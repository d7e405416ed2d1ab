namespace Tocsin.Server.RuleTests.Mutations;

/// <summary>A mutant and what became of it.</summary>
internal sealed record MutantResult(Mutant Mutant, MutantOutcome Outcome);
