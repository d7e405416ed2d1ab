using Tocsin.Sdk;

namespace Tocsin.Pipelines.Functions.Processes;

/// <summary>One function of another process: a program to be started for each use, or a socket that one listens on already.</summary>
public sealed record ProcessFunctionOptions : ICheckedOptions
{
    /// <summary>The program, which is started for each use of the function. Either this or <see cref="Socket"/>.</summary>
    public string Prog { get; init; } = "";

    /// <summary>The program's arguments.</summary>
    public IReadOnlyList<string> Args { get; init; } = [];

    /// <summary>Variables that the program's environment has besides the server's own.</summary>
    [Secret]
    public IReadOnlyDictionary<string, string> Env { get; init; } = new Dictionary<string, string>();

    /// <summary>The path of a unix socket on which the function listens; each use of it is a connection.</summary>
    public string Socket { get; init; } = "";

    /// <summary>How long the function may take to answer, to give a sign of life and to end. Default 10 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The most memory, in MB, that one process of the function may take; it is restarted above that. 0, the default, sets no limit.</summary>
    public int MemoryMb { get; init; }

    /// <summary>The longest message that the function may send, in bytes. Default 16 MiB.</summary>
    public int MessageBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>The longest batch that the function may send, in bytes of its messages. Default 256 MiB.</summary>
    public long BatchBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>Points that wait for the function, and those of it that wait for the task, before the one waits for the other. Default 1000.</summary>
    public int Buffer { get; init; } = 1000;

    /// <summary>True when the server starts it.</summary>
    internal bool IsProgram => Prog.Length > 0;

    /// <summary>For messages: <c>socket /run/f.sock</c>.</summary>
    internal string Place => IsProgram ? $"program {Prog}" : $"socket {Socket}";

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Check()
    {
        if ((Prog.Length > 0) == (Socket.Length > 0))
            yield return new OptionProblem("", Prog.Length > 0 ? "has both a prog and a socket: leave one out" : "needs a prog to start, or the socket that the function listens on");
        if (Socket.Length > 0 && Args.Count + Env.Count + MemoryMb > 0)
            yield return new OptionProblem("socket", "args, env and memory-mb are for a prog: whoever starts what listens on the socket sets them");
        if (Timeout <= TimeSpan.Zero)
            yield return new OptionProblem("timeout", "must be above 0");
        if (MemoryMb < 0)
            yield return new OptionProblem("memory-mb", "must not be negative; 0 sets no limit");
        if (MessageBytes < 1024)
            yield return new OptionProblem("message-bytes", "must be 1024 or more");
        if (BatchBytes < MessageBytes)
            yield return new OptionProblem("batch-bytes", "must not be below message-bytes");
        if (Buffer is < 1 or > 1_000_000)
            yield return new OptionProblem("buffer", "must be 1 to 1000000");
    }

    /// <summary>True when nothing differs.</summary>
    public bool IsSame(ProcessFunctionOptions other) =>
        (this with { Args = [], Env = NoVariables }).Equals(other with { Args = [], Env = NoVariables })
        && Args.SequenceEqual(other.Args)
        && Env.OrderBy(entry => entry.Key, StringComparer.Ordinal).SequenceEqual(other.Env.OrderBy(entry => entry.Key, StringComparer.Ordinal));

    private static readonly Dictionary<string, string> NoVariables = [];
}
