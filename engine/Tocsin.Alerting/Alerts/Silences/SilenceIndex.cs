using Tocsin.Alerting.Matching.Labels;

namespace Tocsin.Alerting.Alerts.Silences;

/// <summary>
/// Finds the silences of an alert among very many: each stands under a label's value that it asks for, the rarest of those it has, else under a label of which it
/// asks for an expression. Only silences that ask for neither stand apart. Guarded by the lock of the topics.
/// </summary>
internal sealed class SilenceIndex
{
    private readonly Dictionary<string, Dictionary<string, List<StandingSilence>>> _byLabel = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ExpressionSilences> _byExpression = new(StringComparer.Ordinal);
    private readonly List<StandingSilence> _others = [];

    public void Add(StandingSilence silence)
    {
        var best = silence.Silence.Matchers
            .Where(matcher => matcher is { IsEqual: true, Literals: not null } && matcher.Literals.All(literal => literal.Length > 0))
            .Select(matcher => (matcher.Name, Literals: matcher.Literals!, Count: matcher.Literals!.Sum(literal => Count(matcher.Name, literal)))) // Filtered above.
            .OrderBy(key => key.Count).Select(key => ((string Name, IReadOnlyList<string> Literals)?)(key.Name, key.Literals)).FirstOrDefault();
        if (best is var (name, literals))
            silence.Buckets = [.. literals.Distinct().Select(literal => BucketOf(name, literal))];
        else if (ExpressionOf(silence) is { } expression)
            expression.Add(silence);
        else
            silence.Buckets = [_others];
        foreach (var bucket in silence.Buckets)
            bucket.Add(silence);
    }

    public void Remove(StandingSilence silence)
    {
        if (silence.Buckets.Count == 0)
            ExpressionOf(silence)?.Remove(silence);
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

        foreach (var (name, expressions) in _byExpression)
        {
            if (labels[name] is not { Length: > 0 } value)
                continue;
            foreach (var silence in expressions.Find(value))
            {
                if (silence.Silence.Matchers.Count == 1 || silence.Matches(labels))
                    yield return silence;
            }
        }

        foreach (var silence in _others)
        {
            if (silence.Matches(labels))
                yield return silence;
        }
    }

    // One that takes what is absent as well would not be found there.
    private ExpressionSilences? ExpressionOf(StandingSilence silence)
    {
        var best = silence.Silence.Matchers.Where(matcher => matcher is { IsEqual: true, IsRegex: true, AsksForNothing: false }).MaxBy(matcher => matcher.Prefix.Length);
        if (best is null)
            return null;
        if (!_byExpression.TryGetValue(best.Name, out var expressions))
            _byExpression.Add(best.Name, expressions = new ExpressionSilences(best.Name));
        return expressions;
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
