namespace Tocsin.Server.Cli.Client.Imports;

/// <summary>The Kapacitor that something is taken over from.</summary>
internal static class SourceServer
{
    /// <summary>Makes a client for it; nothing is sent yet.</summary>
    /// <exception cref="CliException">The address is none.</exception>
    public static ApiClient Connect(string address)
    {
        if (File.Exists(address))
            throw new CliException($"'{address}' is a file: only a running Kapacitor can be read. Start one on it, and give its address, such as http://localhost:9092", ExitCode.Usage);
        return Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? new ApiClient(ServerHttp.For(url, skipsVerification: false))
            : throw new CliException($"'{address}' isn't the address of a server: it must start with http:// or https://, such as http://kapacitor:9092", ExitCode.BadUrl);
    }
}
