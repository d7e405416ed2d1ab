using System.Text;
using Tocsin.Inputs.Intake;
using Tocsin.Pipelines.Data.LineProtocol;

namespace Tocsin.Engine.Tests.Inputs;

/// <summary>What inputs gave to the tasks.</summary>
internal sealed class Taken
{
    private readonly List<string> _lines = [];
    private readonly LogLines _log = new();
    private TaskCompletionSource _gate = new();

    public Taken() => _gate.SetResult();

    public FakeTime Time { get; } = new();

    public List<string> Log
    {
        get
        {
            lock (_log.Lines)
                return [.. _log.Lines];
        }
    }

    /// <summary>The lines, each behind its database and retention policy.</summary>
    public List<string> Lines
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }

    public InputCounts Counts => _counts ??= new InputCounts("test", Time, _log);

    private InputCounts? _counts;

    public InputServices Services => new()
    {
        Time = Time,
        LoggerFactory = _log,
        MostConnections = 2,
        MostLineBytes = 200,
        MostBodyBytes = 10_000,
        Take = async (texts, database, retentionPolicy, precision, _) =>
        {
            await _gate.Task;
            lock (_lines)
                _lines.AddRange(texts.SelectMany(text => Encoding.UTF8.GetString(text.Span).TrimEnd('\n').Split('\n')).Select(line => $"{database}.{retentionPolicy}/{precision.Nanoseconds} {line}"));
            return texts.Any(text => text.Span.StartsWith("bad"u8)) ? [new LineError(1, 1, "it is bad")] : (IReadOnlyList<LineError>)[];
        },
    };

    /// <summary>Lets nothing through until <see cref="Open"/>.</summary>
    public void Close() => _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Open() => _gate.TrySetResult();

    public Task Have(int lines) => Until.True(() => Lines.Count >= lines);
}
