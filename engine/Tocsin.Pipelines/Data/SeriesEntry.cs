namespace Tocsin.Pipelines.Data;

/// <summary>The raw bytes of a line's measurement and tags, and the series they lead to: a link in the buckets of <see cref="SeriesTable"/>.</summary>
internal sealed class SeriesEntry(int rawHash, byte[] rawKey, Series series)
{
    public int RawHash { get; } = rawHash;

    public byte[] RawKey { get; } = rawKey;

    public Series Series { get; } = series;

    /// <summary>The next entry in the bucket of the table, which alone sets it.</summary>
    public SeriesEntry? NextRaw { get; set; }

    /// <summary>The entry of the line that followed the last line of this one, if <see cref="Begins"/> can recognize it. Any thread may set it.</summary>
    public SeriesEntry? Follower { get; private set; }

    /// <summary>Notes what followed: agents write their series in the same order again and again.</summary>
    public void Precedes(SeriesEntry next)
    {
        // With a backslash it depends on more than the bytes of the key where the key ends.
        if (next != Follower && !next.RawKey.Contains((byte)'\\'))
            Follower = next;
    }

    /// <summary>True when a line begins with the key, which has no backslashes, and no more belongs to it.</summary>
    public bool Begins(ReadOnlySpan<byte> line) => line.Length > RawKey.Length && line[RawKey.Length] == ' ' && line.StartsWith(RawKey);
}
