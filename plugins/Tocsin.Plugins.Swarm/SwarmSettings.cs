using Tocsin.Sdk;

namespace Tocsin.Plugins.Swarm;

/// <summary>One swarm that <c>|swarmAutoscale()</c> scales in.</summary>
[ServiceSettings("swarm", ListKey = "id", ChosenBy = "cluster")]
internal sealed record SwarmSettings : ICheckedOptions
{
    /// <summary>Switches the swarm on. Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>How nodes name the swarm when there are several.</summary>
    public string Id { get; init; } = "";

    /// <summary>The addresses of its managers, <c>http://</c>, <c>https://</c>, <c>tcp://</c> or <c>unix://</c>; the first that answers is asked.</summary>
    [AddressSchemes("http", "https", "tcp", "unix")]
    public IReadOnlyList<string> Servers { get; init; } = [];

    /// <summary>A file with the certificate of the authority that the managers' certificates come from. Empty, the default, trusts those of the system.</summary>
    public string SslCa { get; init; } = "";

    /// <summary>A file with the certificate that the server shows to managers.</summary>
    public string SslCert { get; init; } = "";

    /// <summary>A file with the key of <see cref="SslCert"/>. Empty: in the same file.</summary>
    public string SslKey { get; init; } = "";

    /// <summary>Whether any certificate is taken. Default false.</summary>
    public bool InsecureSkipVerify { get; init; }

    public IEnumerable<OptionProblem> Check()
    {
        if (Enabled && Servers.Count == 0)
            yield return new OptionProblem("servers", "the swarm is enabled but has no servers: name a manager, such as unix:///var/run/docker.sock");
        if (SslKey.Length > 0 && SslCert.Length == 0)
            yield return new OptionProblem("ssl-key", "there is a key and no ssl-cert");
    }
}
