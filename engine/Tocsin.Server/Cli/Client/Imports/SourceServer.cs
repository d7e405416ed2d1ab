namespace Tocsin.Server.Cli.Client.Imports;

/// <summary>The Kapacitor that something is taken over from.</summary>
internal static class SourceServer
{
    /// <summary>How long one answer of it may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Makes a client for it; nothing is sent yet.</summary>
    /// <exception cref="CliException">The address is none.</exception>
    public static ApiClient Connect(string address, bool skipsVerification)
    {
        if (File.Exists(address))
            throw new CliException($"'{address}' is a file: only a running Kapacitor can be read. Start one on it, and give its address, such as http://localhost:9092", ExitCode.Usage);
        return Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? new ApiClient(ServerHttp.For(url, skipsVerification, ServerRole.Source, Patience))
            : throw new CliException($"'{address}' isn't the address of a server: it must start with http:// or https://, such as http://kapacitor:9092", ExitCode.BadUrl);
    }

    /// <summary>Makes sure that there is a Kapacitor before anything that it does not say is taken for nothing.</summary>
    /// <exception cref="CliException">There is none, or it wants a user.</exception>
    public static async Task CheckAsync(ApiClient source, CancellationToken cancellationToken)
    {
        try
        {
            if (await source.VersionAsync(cancellationToken).ConfigureAwait(false) is null)
                throw new CliException($"{source.Address} is no Kapacitor: it does not answer {ApiClient.PathOf("ping")} as one. Give the address of a running Kapacitor, such as http://kapacitor:9092");
        }
        catch (ApiRefusal refusal)
        {
            throw new CliException($"{refusal.Request}: {refusal.Message}{ApiRefusal.CredentialsHint}");
        }
    }
}
