using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Nodes.Window;

/// <summary>
/// Points in their order of arrival, added at one end and removed at the other. The array is only ever appended to and replaced when full,
/// so that a snapshot is a view and never a copy, and moving a point costs less than one copy on average however often it is emitted.
/// </summary>
internal sealed class WindowBuffer
{
    private const int SmallestCapacity = 8;

    private Point[] _points = [];
    private int _start;
    private int _end;

    public int Count => _end - _start;

    /// <summary>Adds a point that lasts by itself.</summary>
    public void Add(Point point)
    {
        if (_end == _points.Length)
            MakeRoom();
        _points[_end++] = point;
    }

    /// <summary>Removes points older than <paramref name="time"/> from the front; stops at the first that is young enough.</summary>
    public void RemoveBefore(long time)
    {
        while (_start < _end && _points[_start].Time < time)
            _start++;
    }

    /// <summary>Removes points from the front until no more than <paramref name="count"/> are left.</summary>
    public void KeepLast(long count)
    {
        if (Count > count)
            _start = _end - (int)count;
    }

    /// <summary>Adds points that last by themselves, in their order.</summary>
    public void Add(Point[] points)
    {
        foreach (var point in points)
            Add(point);
    }

    /// <summary>What is held now; stays as it is whatever is added or removed later.</summary>
    public IReadOnlyList<Point> Snapshot() => new ArraySegment<Point>(_points, _start, Count);

    private void MakeRoom()
    {
        // Half as much again: room for what is removed before it is dropped from memory, against how often the rest is moved.
        var larger = new Point[Math.Max(SmallestCapacity, Count + (Count / 2) + 1)];
        Array.Copy(_points, _start, larger, 0, Count);
        _points = larger;
        _end = Count;
        _start = 0;
    }
}
