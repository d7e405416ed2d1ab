using Tocsin.Sdk;

namespace Tocsin.Server.Histories;

/// <summary>A change of an alert's level.</summary>
/// <param name="Time">Of the data, nanoseconds since 1970 in UTC.</param>
internal sealed record LevelChange(string Id, long Time, AlertLevel Before, AlertLevel Level, string Message)
{
    /// <summary>True for one that somebody may be paged for: the end of a problem is not.</summary>
    public bool IsProblem => Level != AlertLevel.Ok;
}
