using Tocsin.Inputs.Intake;
using Tocsin.Sdk;

namespace Tocsin.Inputs.Udp;

/// <summary>One UDP port that takes line protocol.</summary>
public sealed record UdpOptions : ICheckedOptions
{
    /// <summary>Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>Host and port; without a host on all addresses. Default <c>:8089</c>.</summary>
    public string BindAddress { get; init; } = ":8089";

    /// <summary>The database that scripts read the points from. Needed.</summary>
    public string Database { get; init; } = "";

    /// <summary>Empty, the default, for <c>default-retention-policy</c>.</summary>
    public string RetentionPolicy { get; init; } = "";

    /// <summary>The unit of times: <c>n</c>, the default, <c>u</c>, <c>ms</c>, <c>s</c>, <c>m</c>, <c>h</c>.</summary>
    public string Precision { get; init; } = "";

    /// <summary>Parts of points that may wait for the tasks before datagrams are left out; the older name of <see cref="BatchPending"/>. Default 1000.</summary>
    public int Buffer { get; init; } = 1000;

    /// <summary>Bytes of datagrams that the system keeps while they wait. Default 0: what the system has set.</summary>
    public int ReadBuffer { get; init; }

    /// <summary>Points that go to the tasks at once. Default 5000.</summary>
    public int BatchSize { get; init; } = 5000;

    /// <summary>Parts of points that may wait for the tasks before datagrams are left out. Default 0: what <see cref="Buffer"/> says.</summary>
    public int BatchPending { get; init; }

    /// <summary>How long points may wait for others. Default 0: they go to the tasks at once.</summary>
    public TimeSpan BatchTimeout { get; init; }

    /// <summary>The longest datagram, in bytes. Default 65536.</summary>
    public int UdpPayloadSize { get; init; } = Datagrams.MostBytes;

    internal int Pending => BatchPending > 0 ? BatchPending : Buffer;

    public IEnumerable<OptionProblem> Check()
    {
        if (Enabled && Database.Length == 0)
            yield return new OptionProblem("database", "is missing: name the database that scripts read");
        if (Precision is not ("" or "n" or "ns" or "u" or "us" or "ms" or "s" or "m" or "h"))
            yield return new OptionProblem("precision", $"must be n, u, ms, s, m or h, not '{Precision}'");
        if (UdpPayloadSize is <= 0 or > Datagrams.MostBytes)
            yield return new OptionProblem("udp-payload-size", $"must be between 1 and {Datagrams.MostBytes}");
        if (BatchPending < 0)
            yield return new OptionProblem("batch-pending", "must not be negative; 0 goes by buffer");
        if (ReadBuffer < 0)
            yield return new OptionProblem("read-buffer", "must not be negative; 0 leaves it to the system");
        foreach (var problem in ListenerChecks.Check(BindAddress, BatchSize, Math.Max(1, BatchPending)))
            yield return problem;
        if (Buffer <= 0)
            yield return new OptionProblem("buffer", "must be above 0");
    }
}
