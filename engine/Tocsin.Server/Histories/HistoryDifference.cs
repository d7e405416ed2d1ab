namespace Tocsin.Server.Histories;

/// <summary>Where two versions of a script say something else of an alert.</summary>
/// <param name="Old">Null for what is new.</param>
/// <param name="New">Null for what is gone.</param>
internal sealed record HistoryDifference(LevelChange? Old, LevelChange? New)
{
    // One of the two is there.
    public LevelChange Any => New ?? Old!;

    /// <summary>By how much it comes later; zero for what is new or gone.</summary>
    public TimeSpan Shift => Old is null || New is null ? TimeSpan.Zero : TimeSpan.FromTicks((New.Time - Old.Time) / 100);

    public string Kind => Old is null ? "new" : New is null ? "gone" : Old.Level != New.Level ? "level" : "moved";
}
