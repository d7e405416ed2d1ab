namespace Tocsin.Pipelines.Data;

/// <summary>The points of a batch that one task wants, in the order they were written.</summary>
internal readonly struct BatchShare
{
    private readonly int _first;
    private readonly int[]? _heads;
    private readonly int[]? _places;

    /// <summary>All of them.</summary>
    public BatchShare(PointBatch batch)
    {
        Batch = batch;
        Count = batch.Count;
        _first = -1;
    }

    /// <summary>Those of one measurement.</summary>
    public BatchShare(PointBatch batch, MeasurementPart part)
    {
        Batch = batch;
        Count = part.Count;
        _first = part.First;
    }

    /// <summary>Those of several measurements.</summary>
    public BatchShare(PointBatch batch, IReadOnlyCollection<MeasurementPart> parts)
    {
        Batch = batch;
        Count = parts.Sum(part => part.Count);
        _first = -1;
        _heads = [.. parts.Select(part => part.First)];
    }

    private BatchShare(PointBatch batch, int[] places)
    {
        Batch = batch;
        Count = places.Length;
        _first = -1;
        _places = places;
    }

    /// <summary>What the points are part of; null for the default value, which has none.</summary>
    public PointBatch? Batch { get; }

    public int Count { get; }

    public Enumerator GetEnumerator() => new(this);

    /// <summary>Those of some series.</summary>
    public BatchShare Of(SeriesPart part)
    {
        var places = new List<int>(Count);
        for (var points = GetEnumerator(); points.MoveNext();)
        {
            if (part.HoldsNow(points.Current.Series))
                places.Add(points.Place);
        }

        return new BatchShare(Batch!, [.. places]); // What has points has a batch, and nobody asks a share without.
    }

    /// <summary>Goes through the points once.</summary>
    public struct Enumerator(BatchShare share)
    {
        private readonly PointBatch _batch = share.Batch!; // A share without a batch has no points, and nobody asks for them.
        private readonly bool _isWhole = share is { _first: < 0, _heads: null, _places: null };
        private readonly int[]? _heads = share._heads is { } heads ? [.. heads] : null;
        private readonly int[]? _places = share._places;
        private int _next = share._first < 0 ? 0 : share._first;
        private int _left = share.Count;
        private int _at;

        public readonly Point Current => _batch.Points[_at];

        /// <summary>The place of the point in the batch.</summary>
        internal readonly int Place => _at;

        public bool MoveNext()
        {
            if (_left-- <= 0)
                return false;

            if (_isWhole)
                _at = _next++;
            else if (_places is not null)
                _at = _places[_next++];
            else if (_heads is null)
                (_at, _next) = (_next, _batch.After(_next));
            else
                _at = TakeFirst(_heads);
            return true;
        }

        // A task wants few measurements: looking at all of them is quicker than keeping them sorted.
        private readonly int TakeFirst(int[] heads)
        {
            var first = -1;
            for (var i = 0; i < heads.Length; i++)
            {
                if (heads[i] >= 0 && (first < 0 || heads[i] < heads[first]))
                    first = i;
            }

            var at = heads[first];
            heads[first] = _batch.After(at);
            return at;
        }
    }
}
