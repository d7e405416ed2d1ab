using Tocsin.Dsl.Syntax;

namespace Tocsin.Server.RuleTests.Mutations;

/// <summary>A script with one small mistake: tests that know the rule notice it.</summary>
/// <param name="Script">The path of the script that was changed.</param>
/// <param name="Place">Where.</param>
/// <param name="Before">What stood there.</param>
/// <param name="After">What stands there now; empty when it was taken out.</param>
/// <param name="Advice">What a test has to do to notice.</param>
/// <param name="Text">The whole script with the change.</param>
internal sealed record Mutant(string Script, LinePosition Place, string Before, string After, string Advice, string Text)
{
    /// <summary>What is said of one that no test notices.</summary>
    public string WhenUnnoticed => After.Length > 0 ? $"no test tells {Before} from {After}: {Advice}" : $"no test notices when {Before} is left out: {Advice}";
}
