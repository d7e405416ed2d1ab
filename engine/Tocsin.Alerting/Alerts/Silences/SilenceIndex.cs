using Tocsin.Alerting.Matching.Labels;

namespace Tocsin.Alerting.Alerts.Silences;

/// <summary>
/// Finds the silences of an alert among very many: each stands under a label's value that it asks for, the rarest of those it has. Only silences that ask for
/// no value stand apart.
/// </summary>
internal sealed class SilenceIndex
{
    private readonly Dictionary<string, Dictionary<string, List<StandingSilence>>> _byLabel = new(StringComparer.Ordinal);
    private readonly List<StandingSilence> _others = [];

    public void Add(StandingSilence silence)
    {
        var best = silence.Silence.Matchers
            .Where(matcher => matcher is { IsEqual: true, Literals: not null } && matcher.Literals.All(literal => literal.Length > 0))
            .Select(matcher => (matcher.Name, Literals: matcher.Literals!, Count: matcher.Literals!.Sum(literal => Count(matcher.Name, literal)))) // Filtered above.
            .OrderBy(key => key.Count).Select(key => ((string Name, IReadOnlyList<string> Literals)?)(key.Name, key.Literals)).FirstOrDefault();
        silence.Buckets = best is var (name, literals) ? [.. literals.Distinct().Select(literal => BucketOf(name, literal))] : [_others];
        foreach (var bucket in silence.Buckets)
            bucket.Add(silence);
    }

    public void Remove(StandingSilence silence)
    {
        foreach (var bucket in silence.Buckets)
            bucket.Remove(silence);
        silence.Buckets = [];
    }

    /// <summary>Those that match an alert, whether they are active or not.</summary>
    public IEnumerable<StandingSilence> Find(AlertLabels labels)
    {
        foreach (var (name, byValue) in _byLabel)
        {
            if (labels[name] is not { Length: > 0 } value || !byValue.TryGetValue(value, out var bucket))
                continue;
            foreach (var silence in bucket)
            {
                if (silence.Matches(labels))
                    yield return silence;
            }
        }

        foreach (var silence in _others)
        {
            if (silence.Matches(labels))
                yield return silence;
        }
    }

    private int Count(string name, string value) => _byLabel.TryGetValue(name, out var byValue) && byValue.TryGetValue(value, out var bucket) ? bucket.Count : 0;

    private List<StandingSilence> BucketOf(string name, string value)
    {
        if (!_byLabel.TryGetValue(name, out var byValue))
            _byLabel.Add(name, byValue = new Dictionary<string, List<StandingSilence>>(StringComparer.Ordinal));
        if (!byValue.TryGetValue(value, out var bucket))
            byValue.Add(value, bucket = []);
        return bucket;
    }
}
