using Tocsin.Sdk;

namespace Tocsin.Plugins.Sensu;

/// <summary>The Sensu client that all handlers use.</summary>
[ServiceSettings("sensu")]
internal sealed record SensuSettings : ICheckedOptions
{
    /// <summary>Switches the service on. Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>Host and port of the client's socket. Default <c>localhost:3030</c>.</summary>
    public string Addr { get; init; } = "localhost:3030";

    /// <summary>The source where a handler names none, a template. Empty, the default: the product's name.</summary>
    public EventTemplate? Source { get; init; }

    /// <summary>The handlers of Sensu where a handler names none.</summary>
    public IReadOnlyList<string> Handlers { get; init; } = [];

    public IEnumerable<OptionProblem> Check()
    {
        if (Enabled && !HostPort.TryParse(Addr, out _, out _))
            yield return new OptionProblem("addr", $"'{Addr}' isn't host:port; give the socket of the Sensu client, such as localhost:3030");
    }
}
