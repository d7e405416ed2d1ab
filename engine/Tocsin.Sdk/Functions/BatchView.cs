namespace Tocsin.Sdk.Functions;

/// <summary>One batch, to be read during the call that brought it: <c>foreach (var point in batch)</c>.</summary>
/// <param name="data">The batch.</param>
public readonly ref struct BatchView(IBatchData data)
{
    private readonly IBatchData _data = data;

    /// <summary>The measurement.</summary>
    public string Name => _data.Name;

    /// <summary>The end of the batch, rounded down to 100 ns.</summary>
    public DateTimeOffset Time => DataTime.FromUnixNanoseconds(_data.UnixNanoseconds);

    /// <summary>The end of the batch in nanoseconds since 1970 in UTC.</summary>
    public long UnixNanoseconds => _data.UnixNanoseconds;

    /// <summary>How many points there are.</summary>
    public int Count => _data.Count;

    /// <summary>A point by its place, the oldest arrival first.</summary>
    public PointView this[int index] => new(_data.PointAt(index));

    /// <summary>The value of a tag of the group, or null when there is none.</summary>
    public string? Tag(string name) => _data.Tag(name);

    /// <summary>Goes through the points in their order.</summary>
    public Enumerator GetEnumerator() => new(_data);

    /// <summary>Goes through the points of a batch.</summary>
    public ref struct Enumerator
    {
        private readonly IBatchData _data;
        private int _index;

        internal Enumerator(IBatchData data)
        {
            _data = data;
            _index = -1;
        }

        /// <summary>The point at hand.</summary>
        public readonly PointView Current => new(_data.PointAt(_index));

        /// <summary>Goes to the next point; false after the last.</summary>
        public bool MoveNext() => ++_index < _data.Count;
    }
}
