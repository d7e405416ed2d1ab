namespace Tocsin.Pipelines.Influx.Outputs;

/// <summary>The room on disk that the spools of an InfluxDB share. When there is no more of it, the one that takes most gives up its oldest file. For one thread at a time.</summary>
internal sealed class SpoolRoom(long limit)
{
    private readonly List<WriteSpool> _spools = [];

    /// <summary>The most bytes of all spools.</summary>
    public long Limit { get; private set; } = limit;

    /// <summary>Bytes that all of them take.</summary>
    public long Bytes => _spools.Sum(spool => spool.Bytes);

    public void Add(WriteSpool spool) => _spools.Add(spool);

    /// <summary>Makes room for so many bytes.</summary>
    /// <param name="bytes">How many.</param>
    /// <param name="isMade">False when there is not enough: what is left is on its way.</param>
    /// <returns>Points that had to go.</returns>
    /// <exception cref="IOException">A file cannot be taken away.</exception>
    public int Make(int bytes, out bool isMade)
    {
        var dropped = 0;
        while (!(isMade = Bytes + bytes <= Limit) && _spools.Where(spool => spool.CanDrop).MaxBy(spool => spool.Bytes) is { } largest)
            dropped += largest.DropOldest();
        return dropped;
    }

    /// <summary>Sets the most bytes.</summary>
    /// <returns>Points that had to go.</returns>
    /// <exception cref="IOException">A file cannot be taken away.</exception>
    public int Change(long limit)
    {
        Limit = limit;
        return Make(0, out _);
    }
}
