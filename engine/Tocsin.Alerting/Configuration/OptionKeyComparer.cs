using System.Diagnostics.CodeAnalysis;

namespace Tocsin.Alerting.Configuration;

/// <summary>
/// Compares keys of options as they are looked up: in any case, and with <c>-</c> and <c>_</c> between their words or nothing, since Kapacitor
/// writes <c>author_name</c>, <c>disablePartitionById</c> and <c>routing-key</c>.
/// </summary>
public sealed class OptionKeyComparer : IEqualityComparer<string>
{
    public static readonly OptionKeyComparer Instance = new();

    public bool Equals(string? x, string? y)
    {
        if (x is null || y is null)
            return ReferenceEquals(x, y);

        var (i, j) = (0, 0);
        while (true)
        {
            i = NextLetter(x, i);
            j = NextLetter(y, j);
            if (i == x.Length || j == y.Length)
                return i == x.Length && j == y.Length;
            if (char.ToUpperInvariant(x[i++]) != char.ToUpperInvariant(y[j++]))
                return false;
        }
    }

    public int GetHashCode([DisallowNull] string obj)
    {
        var hash = new HashCode();
        for (var i = NextLetter(obj, 0); i < obj.Length; i = NextLetter(obj, i + 1))
            hash.Add(char.ToUpperInvariant(obj[i]));
        return hash.ToHashCode();
    }

    private static int NextLetter(string key, int at)
    {
        while (at < key.Length && key[at] is '-' or '_')
            at++;
        return at;
    }
}
