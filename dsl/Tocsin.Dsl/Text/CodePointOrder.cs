namespace Tocsin.Dsl.Text;

/// <summary>The order of strings by their code points, which is the order of their UTF-8 bytes.</summary>
internal static class CodePointOrder
{
    public static int Compare(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var common = left.CommonPrefixLength(right);
        if (common == left.Length || common == right.Length)
            return left.Length.CompareTo(right.Length);

        // Surrogates stand for code points above all others.
        var (a, b) = (left[common], right[common]);
        var (aIsHigh, bIsHigh) = (char.IsSurrogate(a), char.IsSurrogate(b));
        return aIsHigh == bIsHigh ? a.CompareTo(b) : aIsHigh.CompareTo(bIsHigh);
    }
}
