namespace Tocsin.Pipelines.Recordings;

/// <summary>How a recording or a replay is.</summary>
public enum RunStatus
{
    Running,

    Finished,

    /// <summary>It ended before it was done; its error says why.</summary>
    Failed,
}
