using Tocsin.Dsl.Templates;

namespace Tocsin.Alerting.Handlers;

/// <summary>How much the templates of <c>post</c> handlers may make.</summary>
/// <param name="Length">The longest body, in characters.</param>
/// <param name="Steps">The work for one event, in steps of the templates.</param>
public sealed record PostLimits(int Length = 4 * 1024 * 1024, long Steps = 20_000_000)
{
    internal TemplateBudget NewBudget() => new(Steps) { LongestText = Length, LengthSetting = "limits.post-length", StepsSetting = "limits.text-steps" };
}
