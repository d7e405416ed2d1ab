namespace Tocsin.Alerting.Names;

/// <summary>How drills are told from alerts: by their ids, which nobody else makes up, as tags may mean anything.</summary>
internal static class DrillMark
{
    /// <summary>What the ids of drills begin with, and the tag by which match expressions know them.</summary>
    public const string Name = "drill";

    /// <summary>What all their ids begin with.</summary>
    public const string Prefix = Name + ":";

    /// <summary>How long all their ids are.</summary>
    public const int IdLength = 38;

    /// <summary>The id of another drill.</summary>
    public static string MakeId() => $"{Prefix}{Guid.CreateVersion7():N}";

    public static bool IsOn(string id) => id.StartsWith(Prefix, StringComparison.Ordinal) && Guid.TryParseExact(id.AsSpan(Prefix.Length), "N", out _);
}
