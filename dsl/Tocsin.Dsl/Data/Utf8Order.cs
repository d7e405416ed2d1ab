namespace Tocsin.Dsl.Data;

/// <summary>Orders texts by their UTF-8 bytes. Differs from ordinal UTF-16 order only where a surrogate meets U+E000 or above.</summary>
public static class Utf8Order
{
    public static readonly IComparer<string> Comparer = Comparer<string>.Create(Compare);

    public static int Compare(string left, string right)
    {
        var length = Math.Min(left.Length, right.Length);
        for (var i = 0; i < length; i++)
        {
            var (a, b) = (left[i], right[i]);
            if (a == b)
                continue;

            // A surrogate stands for a code point above every other UTF-16 unit.
            var (surrogateA, surrogateB) = (char.IsSurrogate(a), char.IsSurrogate(b));
            return surrogateA == surrogateB ? a.CompareTo(b) : surrogateA ? 1 : -1;
        }

        return left.Length.CompareTo(right.Length);
    }
}
