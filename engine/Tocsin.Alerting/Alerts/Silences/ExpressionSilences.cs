namespace Tocsin.Alerting.Alerts.Silences;

/// <summary>
/// Silences that ask for an expression of one label. Those that a value has are found among those that ask for how it begins, and remembered: each value is judged
/// once until silences come or go. Guarded by the lock of the topics.
/// </summary>
internal sealed class ExpressionSilences(string label)
{
    /// <summary>So many values are remembered, and then from the beginning.</summary>
    private const int MostValues = 20_000;

    private readonly Dictionary<string, List<StandingSilence>> _byPrefix = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StandingSilence[]> _found = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, int> _lengths = [];

    /// <summary>Adds a silence of which a matcher asks for an expression of the label.</summary>
    public void Add(StandingSilence silence)
    {
        var prefix = PrefixOf(silence);
        if (!_byPrefix.TryGetValue(prefix, out var bucket))
        {
            _byPrefix.Add(prefix, bucket = []);
            _lengths[prefix.Length] = _lengths.GetValueOrDefault(prefix.Length) + 1;
        }

        bucket.Add(silence);
        _found.Clear();
    }

    public void Remove(StandingSilence silence)
    {
        var prefix = PrefixOf(silence);
        if (!_byPrefix.TryGetValue(prefix, out var bucket) || !bucket.Remove(silence))
            return;
        if (bucket.Count == 0)
        {
            _byPrefix.Remove(prefix);
            if (--_lengths[prefix.Length] == 0)
                _lengths.Remove(prefix.Length);
        }

        _found.Clear();
    }

    /// <summary>Those of which no matcher of the label refuses a value. Their other matchers were not asked.</summary>
    public StandingSilence[] Find(string value)
    {
        if (_found.TryGetValue(value, out var found))
            return found;
        found = [.. Candidates(value).Where(silence => silence.Silence.MatchesLabel(label, value))];
        if (_found.Count == MostValues)
            _found.Clear();
        _found.Add(value, found);
        return found;
    }

    private IEnumerable<StandingSilence> Candidates(string value)
    {
        var lookup = _byPrefix.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var length in _lengths.Keys)
        {
            if (length > value.Length || !lookup.TryGetValue(value.AsSpan(0, length), out var bucket))
                continue;
            foreach (var silence in bucket)
                yield return silence;
        }
    }

    private string PrefixOf(StandingSilence silence) =>
        silence.Silence.Matchers.Where(matcher => matcher.Name == label && matcher is { IsEqual: true, IsRegex: true }).Select(matcher => matcher.Prefix).MaxBy(prefix => prefix.Length) ?? "";
}
