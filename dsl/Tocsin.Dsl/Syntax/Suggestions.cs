using Tocsin.Dsl.Syntax.Remedies;
using Tocsin.Dsl.Text;

namespace Tocsin.Dsl.Syntax;

/// <summary>What an author may have meant by a name that is not known.</summary>
internal static class Suggestions
{
    // Looking through all names costs time for each mistake; who makes that many is not reading the hints.
    private const int MostMistakes = 100;
    private const int MostNames = 20;

    public static WayOut? DidYouMean(this DiagnosticBag bag, string name, IEnumerable<string> names) =>
        bag.Count < MostMistakes && NearestName.Find(name, names) is { } near ? DidYouMean(near) : null;

    /// <summary>The name that is meant.</summary>
    /// <param name="wrong">What is written; empty for the name that the mistake stands at.</param>
    public static WayOut DidYouMean(string near, string wrong = "") => new($"did you mean {near}?", Remedy.Rename(near, wrong));

    /// <summary>As the other form, with the operator that the name is used with.</summary>
    public static WayOut? DidYouMean(this DiagnosticBag bag, string name, IEnumerable<(ChainOperator Operator, string Name)> names)
    {
        if (bag.Count >= MostMistakes)
            return null;

        var known = names.ToList();
        if (NearestName.Find(name, known.Select(k => k.Name).Distinct()) is not { } near)
            return null;

        var op = known.First(k => k.Name == near).Operator;
        return new WayOut($"did you mean {SyntaxFacts.Text(op)}{near}(…)?", Remedy.Rename(near, sign: SyntaxFacts.Text(op)));
    }

    /// <summary>The names themselves, the first ones where they are many.</summary>
    public static string List(IReadOnlyCollection<string> names) =>
        string.Join(", ", names.Take(MostNames)) + (names.Count > MostNames ? ", …" : "");
}
