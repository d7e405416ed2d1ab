using Tocsin.Dsl.Lambda;
using Tocsin.Dsl.Templates;

namespace Tocsin.Pipelines.Processing;

/// <summary>How much the texts of alerts, and those that lambdas make, may take.</summary>
/// <param name="Length">The longest text, in characters.</param>
/// <param name="Steps">The work of all texts of one write for one task, in steps of their templates.</param>
public sealed record TextLimits(int Length = 1024 * 1024, long Steps = 20_000_000)
{
    private const string LengthSetting = "limits.text-length";

    // What results of one point may add to it together, in longest texts.
    private const int TextsOfPoint = 4;

    /// <summary>How long the texts of lambdas may be.</summary>
    internal TextBound OfLambdas { get; } = new(Length, LengthSetting);

    /// <summary>The most characters of all texts of a point to which a lambda adds one.</summary>
    internal long OfPoint => (long)Length * TextsOfPoint;

    /// <summary>What is wrong with a point that has more.</summary>
    internal string PointTooLong => $"the texts of the point are longer than {OfPoint} characters together, {TextsOfPoint} times {LengthSetting} of the configuration";

    internal TemplateBudget NewBudget() => new(Steps) { LongestText = Length, LengthSetting = LengthSetting, StepsSetting = "limits.text-steps" };
}
