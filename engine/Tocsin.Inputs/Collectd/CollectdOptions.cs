using Tocsin.Inputs.Intake;
using Tocsin.Sdk;

namespace Tocsin.Inputs.Collectd;

/// <summary>A UDP port that takes what collectd's plugin <c>network</c> sends.</summary>
public sealed record CollectdOptions : ICheckedOptions
{
    /// <summary>Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>Host and port; without a host on all addresses. Default <c>:25826</c>.</summary>
    public string BindAddress { get; init; } = ":25826";

    /// <summary>The database that scripts read the points from. Default <c>collectd</c>.</summary>
    public string Database { get; init; } = "collectd";

    /// <summary>Empty, the default, for <c>default-retention-policy</c>.</summary>
    public string RetentionPolicy { get; init; } = "";

    /// <summary>Points that go to the tasks at once. Default 5000.</summary>
    public int BatchSize { get; init; } = 5000;

    /// <summary>Parts of points that may wait for the tasks before datagrams are left out. Default 10.</summary>
    public int BatchPending { get; init; } = 10;

    /// <summary>How long points may wait for others. Default 10 s.</summary>
    public TimeSpan BatchTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Bytes of datagrams that the system keeps while they wait. Default 0: what the system has set.</summary>
    public int ReadBuffer { get; init; }

    /// <summary>The file that says what values each type has, or a folder of such files. Default <c>/usr/share/collectd/types.db</c>.</summary>
    public string Typesdb { get; init; } = "/usr/share/collectd/types.db";

    /// <summary>What is asked of datagrams: <c>none</c>, the default, <c>sign</c> or <c>encrypt</c>.</summary>
    public CollectdSecurityLevel SecurityLevel { get; init; } = CollectdSecurityLevel.None;

    /// <summary>The users and their passwords, as <c>user: password</c> on lines of their own. Default <c>/etc/collectd/auth_file</c>.</summary>
    public string AuthFile { get; init; } = "/etc/collectd/auth_file";

    /// <summary>
    /// What becomes of types with several values: <c>split</c>, the default, makes a point <c>plugin_name</c> with the field <c>value</c> of each;
    /// <c>join</c> makes one point named after the plugin, with a field for each.
    /// </summary>
    public CollectdMultiValue ParseMultivaluePlugin { get; init; } = CollectdMultiValue.Split;

    public IEnumerable<OptionProblem> Check()
    {
        foreach (var problem in ListenerChecks.Check(BindAddress, BatchSize, BatchPending))
            yield return problem;
        if (Typesdb.Length == 0)
            yield return new OptionProblem("typesdb", "is missing: name the file types.db of collectd");
        if (ReadBuffer < 0)
            yield return new OptionProblem("read-buffer", "must not be negative; 0 leaves it to the system");
    }
}
