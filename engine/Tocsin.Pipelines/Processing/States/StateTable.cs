namespace Tocsin.Pipelines.Processing.States;

/// <summary>What is written once and meant by its number from then on.</summary>
internal sealed class StateTable<T>
    where T : class
{
    private readonly Dictionary<T, int> _numbers = [];
    private readonly List<T> _items = [];
    private T? _last;
    private int _lastNumber;

    public IReadOnlyList<T> Items => _items;

    public int NumberOf(T item)
    {
        // Neighbours are often alike.
        if (ReferenceEquals(item, _last))
            return _lastNumber;
        if (!_numbers.TryGetValue(item, out var number))
        {
            _numbers.Add(item, number = _items.Count);
            _items.Add(item);
        }

        (_last, _lastNumber) = (item, number);
        return number;
    }
}
