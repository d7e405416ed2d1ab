namespace Tocsin.Server.Cli.Care.Examinations;

/// <summary>What a finding of <c>tocsin doctor</c> means.</summary>
internal enum FindingLevel
{
    /// <summary>All is in order.</summary>
    Ok,

    /// <summary>It was not looked at; the finding says why.</summary>
    Skipped,

    /// <summary>The server runs with it, and somebody should look.</summary>
    Warning,

    /// <summary>The server does not start with it, or does not do what it is for.</summary>
    Error,
}
