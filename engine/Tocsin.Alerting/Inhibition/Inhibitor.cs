namespace Tocsin.Alerting.Inhibition;

/// <summary>
/// Mutes the events of a category that have certain tag values, while it is active. Belongs to one group of an alert node.
/// </summary>
public sealed class Inhibitor
{
    private readonly KeyValuePair<string, string>[] _tags;
    private volatile bool _isActive;

    internal Inhibitor(string category, KeyValuePair<string, string>[] tags)
    {
        Category = category;
        _tags = tags;
    }

    /// <summary>The category it mutes.</summary>
    public string Category { get; }

    /// <summary>Any thread may switch it.</summary>
    public bool IsActive
    {
        get => _isActive;
        set => _isActive = value;
    }

    internal bool Inhibits(Func<string, string?> tag)
    {
        if (!_isActive)
            return false;
        foreach (var (name, value) in _tags)
        {
            if ((tag(name) ?? "") != value)
                return false;
        }

        return true;
    }
}
