namespace Tocsin.Server.Cli.Client;

/// <summary>What a server is to a command: which way out messages name when it is not there.</summary>
/// <param name="WayOut">A sentence without its period.</param>
/// <param name="Moved">What follows the request to give another address.</param>
internal sealed record ServerRole(string WayOut, string Moved)
{
    /// <summary>The server that commands talk to.</summary>
    public static readonly ServerRole Target = new("Start one with 'tocsin serve', or name another with --url", " with --url");

    /// <summary>A Kapacitor that something is read of.</summary>
    public static readonly ServerRole Source = new("Is a Kapacitor running there?", "");
}
