namespace Tocsin.Server.Loading.Checks;

/// <summary>What a file that is not a script holds.</summary>
internal enum CheckedFile
{
    /// <summary>Nothing of the server's.</summary>
    Other,

    /// <summary>Something that was named itself and is not a definition: most likely a configuration under a name of its own.</summary>
    Unknown,

    /// <summary>Something that cannot be read.</summary>
    Unreadable,

    Handler,

    Source,

    Silence,

    Drill,

    Test,

    Task,

    Config,
}
