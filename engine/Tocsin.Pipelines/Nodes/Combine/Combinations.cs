namespace Tocsin.Pipelines.Nodes.Combine;

/// <summary>Ways to choose some of a number of things.</summary>
internal static class Combinations
{
    /// <summary>How many ways there are, or anything above <paramref name="enough"/> when there are more than that.</summary>
    public static long Count(int things, int chosen, long enough)
    {
        if (chosen > things)
            return 0;

        Int128 count = 1;
        for (var i = 1; i <= chosen && count <= enough; i++)
            count = count * (things - chosen + i) / i;
        return count > long.MaxValue ? long.MaxValue : (long)count;
    }

    /// <summary>Puts the first choice: 0, 1, 2 and so on.</summary>
    public static void Begin(Span<int> indices)
    {
        for (var i = 0; i < indices.Length; i++)
            indices[i] = i;
    }

    /// <summary>Goes on to the next choice in lexicographic order. False after the last.</summary>
    public static bool Next(Span<int> indices, int things)
    {
        var at = indices.Length - 1;
        while (at >= 0 && indices[at] == things - indices.Length + at)
            at--;
        if (at < 0)
            return false;

        indices[at]++;
        for (var i = at + 1; i < indices.Length; i++)
            indices[i] = indices[i - 1] + 1;
        return true;
    }
}
