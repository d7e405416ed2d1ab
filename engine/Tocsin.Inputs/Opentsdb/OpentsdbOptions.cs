using Tocsin.Inputs.Intake;
using Tocsin.Sdk;

namespace Tocsin.Inputs.Opentsdb;

/// <summary>A port that takes points as OpenTSDB does: lines <c>put METRIC TIME VALUE TAG=VALUE</c> and <c>POST /api/put</c>.</summary>
public sealed record OpentsdbOptions : ICheckedOptions
{
    /// <summary>Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>Host and port; without a host on all addresses. Default <c>:4242</c>.</summary>
    public string BindAddress { get; init; } = ":4242";

    /// <summary>The database that scripts read the points from. Default <c>opentsdb</c>.</summary>
    public string Database { get; init; } = "opentsdb";

    /// <summary>Empty, the default, for <c>default-retention-policy</c>.</summary>
    public string RetentionPolicy { get; init; } = "";

    /// <summary>Taken for the sake of existing files; there are no copies to agree on.</summary>
    public string ConsistencyLevel { get; init; } = "one";

    /// <summary>Whether connections are encrypted. Default false.</summary>
    public bool TlsEnabled { get; init; }

    /// <summary>A PEM file with the certificate and its key. Default <c>/etc/ssl/influxdb.pem</c>.</summary>
    public string Certificate { get; init; } = "/etc/ssl/influxdb.pem";

    /// <summary>Points that go to the tasks at once. Default 1000.</summary>
    public int BatchSize { get; init; } = 1000;

    /// <summary>Parts of points that may wait for the tasks; then senders wait. Default 5.</summary>
    public int BatchPending { get; init; } = 5;

    /// <summary>How long points may wait for others. Default 1 s.</summary>
    public TimeSpan BatchTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether lines that are not understood are logged. Default true; they are counted anyhow.</summary>
    public bool LogPointErrors { get; init; } = true;

    public IEnumerable<OptionProblem> Check()
    {
        foreach (var problem in ListenerChecks.Check(BindAddress, BatchSize, BatchPending))
            yield return problem;
        if (TlsEnabled && Certificate.Length == 0)
            yield return new OptionProblem("certificate", "is missing: name a PEM file with a certificate and its key");
    }
}
