using Tocsin.Pipelines.Data.LineProtocol;

namespace Tocsin.Inputs.Collectd;

/// <summary>Makes points of readings. For one thread.</summary>
internal sealed class CollectdPoints(TypesDb types, CollectdMultiValue several)
{
    /// <summary>The points made since it was cleared.</summary>
    public LineProtocolWriter Lines { get; } = new();

    /// <summary>Adds the points of a reading; answers why there are none, and null when all is well.</summary>
    public string? Write(CollectdReading reading)
    {
        if (types.Find(reading.Type) is not { } names)
            return $"the type '{reading.Type}' of collectd's plugin {reading.Plugin} is not in typesdb: add the file that has it";
        if (names.Length != reading.Values.Count)
            return $"the type '{reading.Type}' of collectd's plugin {reading.Plugin} has {names.Length} values in typesdb and {reading.Values.Count} in the datagram";

        if (several == CollectdMultiValue.Join)
        {
            Begin(reading, reading.Plugin);
            for (var i = 0; i < names.Length; i++)
                Lines.Field(names[i], reading.Values[i]);
            Lines.End(reading.Time);
            return null;
        }

        for (var i = 0; i < names.Length; i++)
        {
            Begin(reading, $"{reading.Plugin}_{names[i]}");
            Lines.Field("value", reading.Values[i]);
            Lines.End(reading.Time);
        }

        return null;
    }

    private void Begin(CollectdReading reading, string measurement)
    {
        Lines.Begin(measurement);
        Lines.Tag("host", reading.Host);
        Lines.Tag("instance", reading.PluginInstance);
        Lines.Tag("type", reading.Type);
        Lines.Tag("type_instance", reading.TypeInstance);
    }
}
