namespace Tocsin.Alerting.Alerts;

/// <summary>
/// Which alerts changed last, by number, for whoever follows them. An event costs a count while nobody does. Guarded by the lock of <see cref="Topics"/>.
/// </summary>
internal sealed class TopicChanges
{
    /// <summary>So many are remembered; who is further behind has to look at all alerts again.</summary>
    public const int Kept = 8192;

    private (string Topic, string Id)[] _last = [];
    private long _knownAfter;

    /// <summary>The number of the last change since the server started; 0 for none.</summary>
    public long Number { get; private set; }

    /// <summary>An alert changed: its level, its texts or what is done about it.</summary>
    public void Note(string topic, string id)
    {
        Number++;
        if (_last.Length > 0)
            _last[Number % Kept] = (topic, id);
    }

    /// <summary>More changed than can be named, such as with a topic that is deleted.</summary>
    public void NoteAll() => _knownAfter = ++Number;

    /// <summary>Adds the alerts that changed after a number.</summary>
    /// <returns>False when that is not known any more, or was never written down: all may have changed.</returns>
    public bool TryRead(long after, ISet<(string Topic, string Id)> changed)
    {
        if (_last.Length == 0)
        {
            _last = new (string Topic, string Id)[Kept];
            _knownAfter = Number;
        }

        if (after < _knownAfter || after < Number - Kept || after > Number)
            return false;
        for (var number = after + 1; number <= Number; number++)
            changed.Add(_last[number % Kept]);
        return true;
    }
}
