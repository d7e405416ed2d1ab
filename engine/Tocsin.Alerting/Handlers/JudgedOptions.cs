using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Binding;

namespace Tocsin.Alerting.Handlers;

/// <summary>What there is to say of a script's handler when all its options are given.</summary>
/// <param name="Problems">What is wrong with them.</param>
/// <param name="Texts">Those that are filled in for each event.</param>
/// <param name="PlainVariables">Those with a variable such as <c>${env:NAME}</c> in them that nobody fills in.</param>
/// <param name="PlainSecrets">Those that are secrets and stand in the script.</param>
public sealed record JudgedOptions(
    IReadOnlyList<ConfigProblem> Problems, IReadOnlyList<OptionText> Texts, IReadOnlyList<string> PlainVariables, IReadOnlyList<string> PlainSecrets)
{
    /// <summary>Nothing to say.</summary>
    public static readonly JudgedOptions None = new([], [], [], []);
}
