using System.Diagnostics;
using System.Text;
using MovingAverage;
using Tocsin.Pipelines.Functions.Processes.Wire;
using WireType = Tocsin.Pipelines.Functions.Processes.Wire.ValueType;

namespace Udf.Fixture;

/// <summary>
/// A function that passes on what it gets, with a count in the field <c>n</c> that it keeps in its snapshot, and that does one thing wrong: its
/// mode says which.
/// </summary>
internal sealed class Behaviour(string mode) : Function
{
    private readonly StringBuilder _options = new();
    private readonly List<byte[]> _hog = [];
    private readonly bool _isBatch = mode.StartsWith("batch", StringComparison.Ordinal);
    private long _count;

    public override bool IsAlive => mode != "hang" || _count == 0;

    public override InfoResponse Describe() => new()
    {
        Wants = _isBatch ? EdgeType.Batch : EdgeType.Stream,
        Provides = mode is "batch-to-stream" ? EdgeType.Stream : _isBatch ? EdgeType.Batch : EdgeType.Stream,
        Options =
        {
            ["text"] = Of(WireType.String),
            ["mixed"] = Of(
                WireType.Bool, WireType.Int,
                WireType.Double, WireType.Duration),
        },
    };

    public override string? Init(InitRequest options)
    {
        Console.Error.WriteLine($"serves {options.TaskID} {options.NodeID}");
        if (mode == "refuse")
            return "no such\u001b[31m\n thing";
        if (mode == "die-at-init")
            Environment.Exit(3);
        if (mode == "hang-at-init")
            Thread.Sleep(Timeout.Infinite);
        foreach (var option in options.Options)
            _options.Append(option.Name).Append('(').AppendJoin(' ', option.Values.Select(Text)).Append(')');
        return null;
    }

    public override void Begin(BeginBatch batch, Agent agent)
    {
        if (mode != "batch-to-stream")
            agent.Send(new Response { Begin = batch });
    }

    public override void Take(Point point, Agent agent)
    {
        _count++;
        point.FieldsInt["n"] = _count;
        if (_options.Length > 0)
            point.FieldsString["options"] = _options.ToString();
        if (mode.StartsWith("batch-die", StringComparison.Ordinal) && point.FieldsDouble.GetValueOrDefault("v") < 0)
            Die(agent);
        switch (mode)
        {
            case "die" when point.FieldsDouble.GetValueOrDefault("v") < 0:
                Die(agent);
                break;
            case "die-and-leave-child" when point.FieldsDouble.GetValueOrDefault("v") < 0:
                Leave("exec sleep 60");
                break;
            case "die-and-leave-log" when point.FieldsDouble.GetValueOrDefault("v") < 0:
                Leave("exec sleep 60 <&- >&-");
                break;
            case "error" when point.FieldsDouble.GetValueOrDefault("v") < 0:
                agent.Send(new Response { Error = new ErrorResponse { Error = "a value below zero" } });
                return;
            case "flood":
                // It does not read meanwhile, and never ends.
                while (true)
                    agent.Send(point);
            case "endless-batch":
                agent.Send(new Response { Begin = new BeginBatch { Name = "b" } });
                break;
            case "wide":
                for (var i = 0; i < 10_001; i++)
                    point.FieldsDouble[$"f{i}"] = i;
                break;
            case "hog":
                _hog.Add(new byte[64 * 1024 * 1024]);
                Array.Fill(_hog[^1], (byte)1);
                break;
        }

        if (mode != "hang")
            agent.Send(point);
    }

    public override void End(EndBatch batch, Agent agent)
    {
        if (mode != "batch-to-stream")
            agent.Send(new Response { End = batch });
    }

    public override byte[] Snapshot() => BitConverter.GetBytes(_count);

    public override string? Restore(byte[] snapshot)
    {
        if (mode == "refuse-restore")
            return "it is of another year";
        _count = BitConverter.ToInt64(snapshot);
        return null;
    }

    public override void Stopped(Agent agent)
    {
        if (mode == "last-words")
            agent.Send(new Point { Name = "m", Time = 99, FieldsString = { ["last"] = "words" } });
    }

    private static void Die(Agent agent)
    {
        agent.Flush();
        Console.Error.WriteLine("I saw a value below zero");
        Console.Error.WriteLine("and cannot live with it");
        Environment.Exit(7);
    }

    // The child has what this process has: its input, its output and its log.
    private static void Leave(string command)
    {
        using var child = Process.Start("sh", ["-c", command]);
        Console.Error.WriteLine($"child {child.Id} stays");
        Environment.Exit(7);
    }

    private static OptionInfo Of(params WireType[] types) => new() { ValueTypes = { types } };

    private static string Text(OptionValue value) => value.ValueCase switch
    {
        OptionValue.ValueOneofCase.BoolValue => value.BoolValue.ToString(),
        OptionValue.ValueOneofCase.IntValue => value.IntValue.ToString(System.Globalization.CultureInfo.InvariantCulture),
        OptionValue.ValueOneofCase.DoubleValue => value.DoubleValue.ToString(System.Globalization.CultureInfo.InvariantCulture),
        OptionValue.ValueOneofCase.DurationValue => value.DurationValue + "ns",
        _ => value.StringValue,
    };
}
