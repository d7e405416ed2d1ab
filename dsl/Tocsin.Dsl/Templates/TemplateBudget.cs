namespace Tocsin.Dsl.Templates;

/// <summary>
/// Bounds the work of many renderings together: once it is used up, each may take a few steps only, which is plenty for texts that do not
/// walk long lists. For one thread at a time.
/// </summary>
public sealed class TemplateBudget
{
    /// <summary>Steps that a rendering may take when nothing is left.</summary>
    public const int Least = 5000;

    // No single text takes it all.
    private const int RenderingsAtLeast = 20;

    private readonly long _steps;
    private long _left;

    /// <param name="steps">The steps that renderings may take together; a step is a node of the tree, or 64 characters of text.</param>
    public TemplateBudget(long steps) => _steps = _left = steps;

    /// <summary>The longest text, in UTF-16 units, that a rendering or a function inside of it may make; null for that of the template's options.</summary>
    public int? LongestText { get; init; }

    /// <summary>What people set to allow longer texts; empty for nothing.</summary>
    public string LengthSetting { get; init; } = "";

    /// <summary>What people set to allow more steps; empty for nothing.</summary>
    public string StepsSetting { get; init; } = "";

    /// <summary>Gives all of it back.</summary>
    public void Refill() => _left = _steps;

    /// <summary>The steps that the next rendering may take.</summary>
    internal int Grant() => (int)Math.Min(int.MaxValue, Math.Max(Least, Math.Min(_left, _steps / RenderingsAtLeast)));

    internal void Take(int used) => _left -= used;
}
