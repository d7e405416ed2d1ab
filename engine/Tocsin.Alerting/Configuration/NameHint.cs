using Tocsin.Dsl.Text;

namespace Tocsin.Alerting.Configuration;

/// <summary>The end of a message about a name that is not known.</summary>
public static class NameHint
{
    /// <summary><c>; did you mean 'x'?</c>, or the list of what there is.</summary>
    /// <param name="name">The name that was given.</param>
    /// <param name="known">The names there are.</param>
    public static string Of(string name, IReadOnlyCollection<string> known)
    {
        if (NearestName.Find(name, known) is { } nearest)
            return $"; did you mean '{nearest}'?";
        return known.Count == 0 ? "; there are none" : "; known are " + string.Join(", ", known);
    }
}
