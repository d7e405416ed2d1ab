using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Tocsin.Dsl.Data;
using Tocsin.Dsl.Lambda.Operators;

namespace Tocsin.Dsl.Lambda.Evaluators;

/// <summary>
/// A tag matched against a fixed pattern. Rows of one series share the text of a tag, so verdicts are remembered by the identity of the
/// text: most rows cost a look-up instead of a match.
/// </summary>
internal sealed class TagMatchEvaluator(int slot, Regex regex, bool wanted) : Evaluator<bool>
{
    // A power of two. Texts that meet in one place push each other out.
    private const int Places = 256;

    private readonly Verdict?[] _verdicts = new Verdict?[Places];

    public override bool Evaluate(Row row, ExpressionState state)
    {
        var text = row.Tags.ValueAt(slot);
        ref var place = ref _verdicts[RuntimeHelpers.GetHashCode(text) & (Places - 1)];
        var known = place;
        if (known is not null && ReferenceEquals(known.Text, text))
            return known.Value;

        var value = Matches.Apply(text, regex, state) == wanted;
        if (!state.HasFailed)
            place = new Verdict(text, value);
        return value;
    }

    // One object, so that another thread sees text and verdict together or not at all.
    private sealed record Verdict(string Text, bool Value);
}
