namespace Tocsin.Alerting.Alerts.Listing;

/// <summary>Orders in which alerts are listed. Each ends with topic and id: no two alerts stand at one place.</summary>
public static class AlertOrder
{
    /// <summary>The order of lists that name none.</summary>
    public const string Default = "worst";

    /// <summary>The names of all.</summary>
    public static readonly IReadOnlyList<string> Names = [Default, "newest", "oldest", "topic", "id"];

    /// <summary>Those that nobody takes care of first, then by level, then the newest problem.</summary>
    public static readonly IComparer<AlertPlace> Worst = Comparer<AlertPlace>.Create(static (left, right) =>
        left.IsAcknowledged.CompareTo(right.IsAcknowledged) is not 0 and var care ? care
        : right.Level.CompareTo(left.Level) is not 0 and var level ? level
        : right.Since.CompareTo(left.Since) is not 0 and var since ? since
        : ByName(left, right));

    /// <summary>The order of a name; null when there is none.</summary>
    public static IComparer<AlertPlace>? Find(string name) => name switch
    {
        Default => Worst,
        "newest" => Comparer<AlertPlace>.Create(static (left, right) => right.Since.CompareTo(left.Since) is not 0 and var since ? since : ByName(left, right)),
        "oldest" => Comparer<AlertPlace>.Create(static (left, right) => left.Since.CompareTo(right.Since) is not 0 and var since ? since : ByName(left, right)),
        "topic" => Comparer<AlertPlace>.Create(ByName),
        "id" => Comparer<AlertPlace>.Create(static (left, right) => string.CompareOrdinal(left.Id, right.Id) is not 0 and var id ? id : ByName(left, right)),
        _ => null,
    };

    private static int ByName(AlertPlace left, AlertPlace right) =>
        string.CompareOrdinal(left.Topic, right.Topic) is not 0 and var topic ? topic : string.CompareOrdinal(left.Id, right.Id);
}
