namespace Tocsin.Pipelines.Data;

/// <summary>
/// What the raw bytes of a line's measurement and tags lead to: a link in the buckets of <see cref="SeriesTable"/>. A series is the entry of the
/// first bytes it was read from.
/// </summary>
internal abstract class SeriesEntry
{
    // A part of an array that many share: a million series need no million arrays.
    private byte[]? _keys;
    private int _start;
    private int _length;

    public int RawHash { get; private set; }

    public ReadOnlySpan<byte> RawKey => _keys.AsSpan(_start, _length);

    /// <summary>False for a series that no line was read of yet.</summary>
    public bool HasRawKey => _keys is not null;

    public Series Series => this as Series ?? ((SeriesAlias)this).Known;

    /// <summary>The next entry in the bucket of the table, which alone sets it.</summary>
    public SeriesEntry? NextRaw { get; set; }

    /// <summary>The entry of the line that followed the last line of this one, if <see cref="Begins"/> can recognize it. Any thread may set it.</summary>
    public SeriesEntry? Follower { get; private set; }

    /// <summary>Sets the raw bytes, once, before anybody can find the entry by them.</summary>
    public void SetRawKey(int hash, byte[] keys, int start, int length) => (RawHash, _keys, _start, _length) = (hash, keys, start, length);

    /// <summary>Notes what followed: agents write their series in the same order again and again.</summary>
    public void Precedes(SeriesEntry next)
    {
        // With a backslash it depends on more than the bytes of the key where the key ends.
        if (next != Follower && !next.RawKey.Contains((byte)'\\'))
            Follower = next;
    }

    /// <summary>True when a line begins with the key, which has no backslashes, and no more belongs to it.</summary>
    public bool Begins(ReadOnlySpan<byte> line) => line.Length > _length && line[_length] == ' ' && line.StartsWith(RawKey);
}
