using Tocsin.Dsl.Editing.Outlines;

namespace Tocsin.Dsl.Editing.Completing;

/// <summary>Says what can be written at a place of a script.</summary>
public static class ScriptCompletion
{
    /// <summary>More are of no use to anybody: who types on gets others.</summary>
    public const int MostSuggestions = 100;

    /// <summary>What can be written at an offset, the likeliest first.</summary>
    /// <param name="isCut">True when there are more than are given: a longer word brings others.</param>
    public static IReadOnlyList<Suggestion> At(EditedScript script, int offset, out bool isCut)
    {
        isCut = false;
        if (script.IsTooLong || offset < 0 || offset > script.Text.Length)
            return [];
        var caret = Caret.At(script, offset);
        var typed = script.Text[caret.Word.Start..Math.Clamp(offset, caret.Word.Start, Math.Max(caret.Word.Start, caret.Word.End))];
        var all = caret.Kind switch
        {
            PlaceKind.Link => new LinkSuggestions(script, caret).All(),
            PlaceKind.Statement => new ValueSuggestions(script, caret).Statements(),
            PlaceKind.Value => new ValueSuggestions(script, caret).Values(),
            PlaceKind.Lambda => new ValueSuggestions(script, caret).Lambdas(),
            PlaceKind.DataName => new DataSuggestions(script, caret).Names(),
            PlaceKind.Text => new DataSuggestions(script, caret).Texts(),
            PlaceKind.VarType => ValueSuggestions.Types(caret),
            _ => [],
        };
        var fitting = all.Select(item => (item, Fit: Fit(item.Label, typed))).Where(found => found.Fit < int.MaxValue)
            .OrderBy(found => found.Fit).Select(found => found.item).DistinctBy(item => (item.Label, item.Kind)).Take(MostSuggestions + 1).ToList();
        isCut = fitting.Count > MostSuggestions;
        return isCut ? fitting[..MostSuggestions] : fitting;
    }

    // Beginnings first, then the same in another case, then what has the letters in their order.
    private static int Fit(string label, string typed)
    {
        if (label.StartsWith(typed, StringComparison.Ordinal))
            return 0;
        if (label.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            return 1;
        if (label.Contains(typed, StringComparison.OrdinalIgnoreCase))
            return 2;
        var at = 0;
        foreach (var letter in label)
        {
            if (at < typed.Length && char.ToLowerInvariant(letter) == char.ToLowerInvariant(typed[at]))
                at++;
        }

        return at == typed.Length ? 3 : int.MaxValue;
    }
}
