using Tocsin.Inputs.Intake;
using Tocsin.Sdk;

namespace Tocsin.Inputs.Graphite;

/// <summary>One port that takes Graphite's plain text: <c>servers.web-07.cpu.load 3.2 1767225610</c>.</summary>
public sealed record GraphiteOptions : ICheckedOptions
{
    /// <summary>Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>Host and port; without a host on all addresses. Default <c>:2003</c>.</summary>
    public string BindAddress { get; init; } = ":2003";

    /// <summary>The database that scripts read the points from. Default <c>graphite</c>.</summary>
    public string Database { get; init; } = "graphite";

    /// <summary>Empty, the default, for <c>default-retention-policy</c>.</summary>
    public string RetentionPolicy { get; init; } = "";

    /// <summary><c>tcp</c>, the default, or <c>udp</c>.</summary>
    public GraphiteProtocol Protocol { get; init; } = GraphiteProtocol.Tcp;

    /// <summary>Points that go to the tasks at once. Default 5000.</summary>
    public int BatchSize { get; init; } = 5000;

    /// <summary>Parts of points that may wait for the tasks; then senders wait, and datagrams are left out. Default 10.</summary>
    public int BatchPending { get; init; } = 10;

    /// <summary>How long points may wait for others. Default 1 s.</summary>
    public TimeSpan BatchTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Taken for the sake of existing files; there are no copies to agree on.</summary>
    public string ConsistencyLevel { get; init; } = "one";

    /// <summary>What joins parts of a name that a template puts into one measurement, field or tag. Default <c>.</c>.</summary>
    public string Separator { get; init; } = ".";

    /// <summary>Tags of every point, as <c>region=eu</c>, unless its template or its name says otherwise.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>How names become points: <c>[FILTER] TEMPLATE [TAG=VALUE,…]</c>.</summary>
    public IReadOnlyList<string> Templates { get; init; } = [];

    /// <summary>Bytes of datagrams that the system keeps while they wait. Default 0: what the system has set.</summary>
    public int UdpReadBuffer { get; init; }

    public IEnumerable<OptionProblem> Check()
    {
        foreach (var problem in ListenerChecks.Check(BindAddress, BatchSize, BatchPending))
            yield return problem;
        if (UdpReadBuffer < 0)
            yield return new OptionProblem("udp-read-buffer", "must not be negative; 0 leaves it to the system");
        foreach (var tag in Tags.Where(tag => !GraphiteTemplates.TryReadTag(tag, out _)))
            yield return new OptionProblem("tags", $"'{tag}' is not a tag: write name=value");
        foreach (var problem in GraphiteTemplates.Read(Templates, Tags, Separator).Problems)
            yield return new OptionProblem("templates", problem);
    }
}
