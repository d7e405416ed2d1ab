namespace Tocsin.Server.Cli.Scripts;

/// <summary>What a file that is no script holds.</summary>
internal enum CheckedFile
{
    /// <summary>Nothing of the server's.</summary>
    Other,

    Handler,

    Source,

    Config,
}
