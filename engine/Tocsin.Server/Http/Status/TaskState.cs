namespace Tocsin.Server.Http.Status;

/// <summary>How a task is; the worst first.</summary>
internal enum TaskState
{
    /// <summary>Enabled, and does not run.</summary>
    Failed,

    /// <summary>Something it took in waits too long.</summary>
    Lagging,

    /// <summary>A node failed at a message not long ago.</summary>
    Erring,

    /// <summary>Its groups near the number that it may have, at which new ones are refused.</summary>
    Crowded,

    /// <summary>It runs with functions that are not in force any more, or as it was defined before.</summary>
    Outdated,

    Running,

    Disabled,
}
