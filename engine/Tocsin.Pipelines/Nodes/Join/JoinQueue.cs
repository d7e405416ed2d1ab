namespace Tocsin.Pipelines.Nodes.Join;

/// <summary>Sets that wait, by time; of one time in the order they were begun. Mostly one or two, but any number when a node is silent.</summary>
internal sealed class JoinQueue<TItem>
    where TItem : class
{
    private const int SmallestCapacity = 4;

    private JoinSet<TItem>[] _sets = new JoinSet<TItem>[SmallestCapacity];
    private int _start;
    private int _end;

    public int Count => _end - _start;

    public JoinSet<TItem> this[int index] => _sets[_start + index];

    /// <summary>The place of the first set that is not older than a time.</summary>
    public int IndexOf(long time)
    {
        var (low, high) = (_start, _end);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_sets[middle].Time < time)
                low = middle + 1;
            else
                high = middle;
        }

        return low - _start;
    }

    public void Insert(int index, JoinSet<TItem> set)
    {
        if (_end == _sets.Length)
            MakeRoom();
        Array.Copy(_sets, _start + index, _sets, _start + index + 1, Count - index);
        _sets[_start + index] = set;
        _end++;
    }

    public void RemoveFirst(int count)
    {
        Array.Clear(_sets, _start, count);
        _start += count;
        if (_start == _end)
            _start = _end = 0;
    }

    private void MakeRoom()
    {
        var count = Count;
        var sets = count > _sets.Length / 2 ? new JoinSet<TItem>[_sets.Length * 2] : _sets;
        Array.Copy(_sets, _start, sets, 0, count);
        if (ReferenceEquals(sets, _sets))
            Array.Clear(sets, count, _end - count);
        _sets = sets;
        _start = 0;
        _end = count;
    }
}
