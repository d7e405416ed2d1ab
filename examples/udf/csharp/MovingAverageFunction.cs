using System.Text.Json;
using Tocsin.Pipelines.Functions.Processes.Wire;
using OptionType = Tocsin.Pipelines.Functions.Processes.Wire.ValueType;

namespace MovingAverage;

/// <summary>The mean of a field's last values, in a field of its own, for each group.</summary>
public sealed class MovingAverageFunction : Function
{
    private Dictionary<string, List<double>> _windows = [];
    private string _field = "";
    private string _name = "average";
    private long _size = 10;

    /// <inheritdoc/>
    public override InfoResponse Describe() => new()
    {
        Wants = EdgeType.Stream,
        Provides = EdgeType.Stream,
        Options =
        {
            ["field"] = new OptionInfo { ValueTypes = { OptionType.String } },
            ["size"] = new OptionInfo { ValueTypes = { OptionType.Int } },
            ["as"] = new OptionInfo { ValueTypes = { OptionType.String } },
        },
    };

    /// <inheritdoc/>
    public override string? Init(InitRequest options)
    {
        foreach (var option in options.Options)
        {
            (_field, _name, _size) = option.Name switch
            {
                "field" => (option.Values[0].StringValue, _name, _size),
                "as" => (_field, option.Values[0].StringValue, _size),
                _ => (_field, _name, option.Values[0].IntValue),
            };
        }

        return _field.Length == 0 ? "write .field('name'): the field to average" : _size < 1 ? ".size() must be 1 or more" : null;
    }

    /// <inheritdoc/>
    public override void Take(Point point, Agent agent)
    {
        if (!point.FieldsDouble.TryGetValue(_field, out var value))
            return;
        if (!_windows.TryGetValue(point.Group, out var window))
            _windows[point.Group] = window = [];
        window.Add(value);
        if (window.Count > _size)
            window.RemoveAt(0);
        point.FieldsDouble[_name] = window.Average();
        agent.Send(point);
    }

    /// <inheritdoc/>
    public override byte[] Snapshot() => JsonSerializer.SerializeToUtf8Bytes(_windows);

    /// <inheritdoc/>
    public override string? Restore(byte[] snapshot)
    {
        try
        {
            _windows = JsonSerializer.Deserialize<Dictionary<string, List<double>>>(snapshot) ?? [];
            return null;
        }
        catch (JsonException problem)
        {
            return problem.Message;
        }
    }
}
