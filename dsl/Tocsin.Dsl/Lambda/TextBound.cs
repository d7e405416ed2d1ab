namespace Tocsin.Dsl.Lambda;

/// <summary>How long the texts are that an expression makes. What data brings is not measured: only what grows by a function or an operator.</summary>
/// <param name="Longest">The longest text, in UTF-16 units; 1 Mi by default.</param>
/// <param name="Setting">What people set to allow longer ones; empty for nothing.</param>
public sealed record TextBound(int Longest = 1024 * 1024, string Setting = "")
{
    /// <summary>The bound where nobody sets one.</summary>
    public static readonly TextBound Default = new();

    /// <summary>What is wrong with a text that is too long.</summary>
    public string TooLong { get; } = $"text is longer than {Longest} characters{(Setting.Length == 0 ? "" : $"; {Setting} of the configuration allows more")}";

    /// <summary>The failure of an operator that would make a text that is too long.</summary>
    internal EvaluationError Error => field ??= new EvaluationError(TooLong);
}
