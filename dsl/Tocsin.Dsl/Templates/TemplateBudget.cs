namespace Tocsin.Dsl.Templates;

/// <summary>
/// Bounds the work of many renderings together: once it is used up, each may take a few steps only, which is plenty for texts that do not
/// walk long lists. For one thread at a time.
/// </summary>
public sealed class TemplateBudget
{
    /// <summary>Steps that a rendering may take when nothing is left.</summary>
    public const int Least = 5000;

    private readonly long _steps;
    private long _left;

    /// <param name="steps">The steps that renderings may take together; a step is a node of the tree, or 64 characters of text.</param>
    public TemplateBudget(long steps) => _steps = _left = steps;

    /// <summary>Gives all of it back.</summary>
    public void Refill() => _left = _steps;

    /// <summary>The steps that the next rendering may take.</summary>
    internal int Grant(int most) => (int)Math.Min(most, Math.Max(_left, Least));

    internal void Take(int used) => _left -= used;
}
