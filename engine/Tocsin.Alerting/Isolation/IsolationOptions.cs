using Tocsin.Sdk;

namespace Tocsin.Alerting.Isolation;

/// <summary>The section <c>isolation</c> of the configuration: which handlers run in processes of their own, and what these may take.</summary>
public sealed record IsolationOptions : ICheckedOptions
{
    /// <summary>Plugins, by the names of their folders, all of whose handlers do. Default: none.</summary>
    public IReadOnlyList<string> Plugins { get; init; } = [];

    /// <summary>Whether all handlers that are C# scripts do. Default false.</summary>
    public bool Scripts { get; init; }

    /// <summary>The most memory, in MB, that the objects of one such process may take; 0, the default, leaves it to .NET.</summary>
    public int MemoryMb { get; init; }

    /// <summary>The most such processes at the same time. A handler that has had nothing to do for the longest gives its up when one more is needed. Default 8.</summary>
    public int Processes { get; init; } = 8;

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Check()
    {
        if (MemoryMb is < 0 or (> 0 and < 16))
            yield return new OptionProblem("memory-mb", "give at least 16, or 0 for no limit: less is not enough for .NET itself");
        if (Processes < 1)
            yield return new OptionProblem("processes", "at least 1 process must be allowed");
    }
}
