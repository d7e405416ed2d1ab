namespace Tocsin.Server.Cli.Client.Imports.Origins;

/// <summary>What an import did with one thing.</summary>
internal enum ImportOutcome
{
    /// <summary>It was made here.</summary>
    Imported,

    /// <summary>It is here already, and says the same.</summary>
    Same,

    /// <summary>It is here already and says something else: it was left alone.</summary>
    Differs,

    /// <summary>It was here, said something else, and was replaced.</summary>
    Replaced,

    /// <summary>It is here already, says the same, and was started.</summary>
    Enabled,

    /// <summary>The server that takes over keeps no such thing.</summary>
    Skipped,

    /// <summary>It could not be made here.</summary>
    Refused,
}
