namespace Tocsin.Pipelines.Nodes.Join;

/// <summary>What waits of all groups that share the values of the tags of <c>.on()</c>.</summary>
internal sealed class OnBucket<TItem>
    where TItem : class
{
    public OnBucket(string key, int parents)
    {
        Key = key;
        Marks = new long[parents];
        Array.Fill(Marks, long.MinValue);
    }

    /// <summary>The values of the tags.</summary>
    public string Key { get; }

    /// <summary>Groups that fall into it.</summary>
    public int Groups { get; set; }

    /// <summary>By parent: the time of its latest item; the smallest of all where there was none.</summary>
    public long[] Marks { get; }

    /// <summary>Items that wait for a match, in the order they came.</summary>
    public List<OnItem<TItem>> Specifics { get; } = [];

    /// <summary>Items that may still be wanted as a match, in the order they came.</summary>
    public List<OnItem<TItem>> Matches { get; } = [];

    /// <summary>
    /// The time that all parents have reached. A parent without items holds it back only when it is the last one; otherwise it and those
    /// before it do not count, as scripts written for the peer expect.
    /// </summary>
    public long LowMark
    {
        get
        {
            var low = long.MinValue;
            foreach (var mark in Marks)
            {
                if (low == long.MinValue || mark < low)
                    low = mark;
            }

            return low;
        }
    }

    /// <summary>Forgets matches that are older than a time, and hands out the specific items that are.</summary>
    public OnItem<TItem>[] TakeOlder(long time)
    {
        Matches.RemoveRange(0, CountOlder(Matches, time));
        var count = CountOlder(Specifics, time);
        if (count == 0)
            return [];

        var older = Specifics[..count].ToArray();
        Specifics.RemoveRange(0, count);
        return older;
    }

    private static int CountOlder(List<OnItem<TItem>> items, long time)
    {
        var count = 0;
        while (count < items.Count && items[count].Time < time)
            count++;
        return count;
    }
}
