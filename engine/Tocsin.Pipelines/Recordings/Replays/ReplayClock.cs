namespace Tocsin.Pipelines.Recordings.Replays;

/// <summary>How fast data is played.</summary>
public enum ReplayClock
{
    /// <summary>As fast as the task takes it.</summary>
    Fast,

    /// <summary>As long after each other as it was recorded.</summary>
    Real,
}
