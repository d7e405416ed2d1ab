namespace Tocsin.Alerting.Alerts;

/// <summary>How drills are told from alerts: by their ids, which nobody else makes up, as tags may mean anything.</summary>
internal static class DrillMark
{
    /// <summary>What the ids of drills begin with, and the tag by which match expressions know them.</summary>
    public const string Name = "drill";

    /// <summary>The id of another drill.</summary>
    public static string MakeId() => $"{Name}:{Guid.CreateVersion7():N}";

    public static bool IsOn(string id) => id.StartsWith(Name + ":", StringComparison.Ordinal) && Guid.TryParseExact(id.AsSpan(Name.Length + 1), "N", out _);
}
