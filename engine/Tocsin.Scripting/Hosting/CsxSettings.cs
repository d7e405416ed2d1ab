using Tocsin.Alerting.Crashes;

namespace Tocsin.Scripting.Hosting;

/// <summary>The surroundings of scripts.</summary>
public sealed record CsxSettings
{
    /// <summary>Where relative paths of scripts begin; need not exist. Default: <c>scripts</c> in the current folder.</summary>
    public string Folder { get; init; } = "scripts";

    /// <summary>Is told what is compiled and run, and knows what is left alone. Default: nobody.</summary>
    public CrashGuard Guard { get; init; } = CrashGuard.None;

    /// <summary>The clock by which files are looked at.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How long a changed file may go unnoticed; it is used when it has not changed again for as long. Default 1 s.</summary>
    public TimeSpan WatchInterval { get; init; } = TimeSpan.FromSeconds(1);
}
