using Tocsin.Dsl.Templates;

namespace Tocsin.Pipelines.Processing;

/// <summary>How much the texts of alerts may take.</summary>
/// <param name="Length">The longest text, in characters.</param>
/// <param name="Steps">The work of all texts of one write for one task, in steps of their templates.</param>
public sealed record TextLimits(int Length = 1024 * 1024, long Steps = 20_000_000)
{
    internal TemplateBudget NewBudget() => new(Steps) { LongestText = Length, LengthSetting = "limits.text-length", StepsSetting = "limits.text-steps" };
}
