namespace Tocsin.Server.Cli;

/// <summary>What the program says to the shell that ran it; scripts written for the peer's client know these numbers.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>No command, or one that does not exist.</summary>
    public const int Unknown = 1;

    /// <summary>A check found something, or the server's status needs attention.</summary>
    public const int Found = 1;

    /// <summary>A bad option or a missing argument.</summary>
    public const int Usage = 2;

    /// <summary>The command was understood and failed.</summary>
    public const int Failed = 3;

    /// <summary>The server's address is not valid.</summary>
    public const int BadUrl = 4;
}
