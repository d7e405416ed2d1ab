using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Tocsin.Dsl.Data;
using Tocsin.Dsl.Lambda.Evaluators;

namespace Tocsin.Dsl.Lambda.Operators;

/// <summary>
/// A tag matched against a fixed pattern. Rows of one series share the text of a tag, so verdicts are remembered by the identity of the
/// text: most rows cost a look-up instead of a match.
/// </summary>
internal sealed class TagMatchEvaluator(int slot, Regex regex, bool wanted) : Evaluator<bool>
{
    // Powers of two. Texts that meet in one place push each other out; where that happens often the table grows.
    private const int FewestPlaces = 256;
    private const int MostPlaces = 65_536;

    private volatile Verdict?[] _verdicts = new Verdict?[FewestPlaces];
    private int _pushedOut;

    public override bool Evaluate(Row row, ExpressionState state)
    {
        var text = row.Tags.ValueAt(slot);
        var verdicts = _verdicts;
        ref var place = ref verdicts[RuntimeHelpers.GetHashCode(text) & (verdicts.Length - 1)];
        var known = place;
        if (known is not null && ReferenceEquals(known.Text, text))
            return known.Value;

        var value = Matches.Apply(text, regex, state) == wanted;
        if (state.HasFailed)
            return value;

        if (known is not null && ++_pushedOut > verdicts.Length && verdicts.Length < MostPlaces)
            Grow(verdicts);
        else
            place = new Verdict(text, value);
        return value;
    }

    private void Grow(Verdict?[] verdicts)
    {
        // Another thread may grow at the same time: either table is right, and what is lost is found again.
        var larger = new Verdict?[verdicts.Length * 4];
        foreach (var verdict in verdicts)
        {
            if (verdict is not null)
                larger[RuntimeHelpers.GetHashCode(verdict.Text) & (larger.Length - 1)] = verdict;
        }

        _pushedOut = 0;
        _verdicts = larger;
    }

    // One object, so that another thread sees text and verdict together or not at all.
    private sealed record Verdict(string Text, bool Value);
}
