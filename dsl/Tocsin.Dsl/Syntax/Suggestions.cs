using Tocsin.Dsl.Text;

namespace Tocsin.Dsl.Syntax;

/// <summary>What an author may have meant by a name that is not known.</summary>
internal static class Suggestions
{
    // Looking through all names costs time for each mistake; who makes that many is not reading the hints.
    private const int MostMistakes = 100;
    private const int MostNames = 20;

    public static string? DidYouMean(this DiagnosticBag bag, string name, IEnumerable<string> names) =>
        bag.Count < MostMistakes && NearestName.Find(name, names) is { } near ? $"did you mean {near}?" : null;

    /// <summary>As the other form, with the operator that the name is used with.</summary>
    public static string? DidYouMean(this DiagnosticBag bag, string name, IEnumerable<(ChainOperator Operator, string Name)> names)
    {
        if (bag.Count >= MostMistakes)
            return null;

        var known = names.ToList();
        if (NearestName.Find(name, known.Select(k => k.Name).Distinct()) is not { } near)
            return null;

        var op = known.First(k => k.Name == near).Operator;
        return $"did you mean {SyntaxFacts.Text(op)}{near}(…)?";
    }

    /// <summary>The names themselves, the first ones where they are many.</summary>
    public static string List(IReadOnlyCollection<string> names) =>
        string.Join(", ", names.Take(MostNames)) + (names.Count > MostNames ? ", …" : "");
}
